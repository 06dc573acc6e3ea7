import { useKey } from '../keys/use-key.ts';
import { prefer, THEMES, usePreferences } from '../state/preferences.ts';
import { Icon } from '../ui/icon.tsx';
import { capital } from '../words/states.ts';
import styles from './theme-choice.module.css';

/** The palette: day, dusk, night, or as the system is. */
export function ThemeChoice() {
  const { theme } = usePreferences();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  useKey('t', 'Next palette: system, day, dusk, night', () => prefer({ theme: next }));
  return (
    <label className={styles.choice} title="Palette (t)">
      <Icon name="theme" label="Palette" />
      <select
        value={theme}
        onChange={({ target }) => prefer({ theme: THEMES.find((one) => one === target.value) ?? 'system' })}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {capital(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
