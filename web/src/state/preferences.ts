import { keep, readKept } from './kept.ts';
import { createStore, useStore } from './store.ts';

export const THEMES = ['system', 'day', 'dusk', 'night'] as const;
export type Theme = (typeof THEMES)[number];

/** What a person has chosen for this browser. */
export interface Preferences {
  readonly theme: Theme;
  /** UTC is always shown; local time beside it. */
  readonly localTime: boolean;
  readonly fleetView: 'tiles' | 'rows';
  /** When the fleet was looked at last: what has happened since is told. */
  readonly looked: string | undefined;
}

const KEPT = 'sonde.preferences';
const DEFAULTS: Preferences = { theme: 'system', localTime: false, fleetView: 'tiles', looked: undefined };

export const preferences = createStore<Preferences>({ ...DEFAULTS, ...readPreferences() });
preferences.subscribe(() => keep('localStorage', KEPT, preferences.get()));

function readPreferences(): Partial<Preferences> {
  const kept = readKept('localStorage', KEPT);
  return typeof kept === 'object' ? { ...kept } : {};
}

export const usePreferences = (): Preferences => useStore(preferences);
export const prefer = (chosen: Partial<Preferences>): void =>
  preferences.update((before) => ({ ...before, ...chosen }));

const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const paint = (): void => {
  const { theme } = preferences.get();
  document.documentElement.dataset.theme = theme === 'system' ? (darkSystem.matches ? 'dusk' : 'day') : theme;
};

/** Paints the page in the palette that was chosen, or in the system's. */
export function followTheme(): void {
  paint();
  preferences.subscribe(paint);
  darkSystem.addEventListener('change', paint);
}
