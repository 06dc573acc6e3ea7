/** How a state looks: what wants a person is loud, all else is quiet. */
export type StateTone = 'good' | 'busy' | 'idle' | 'trouble' | 'unknown';

interface StateWords {
  readonly words: string;
  readonly tone: StateTone;
}

/** The states that every driver has, in plain words. */
const KNOWN: Readonly<Record<string, StateWords>> = {
  autosample: { words: 'Sampling', tone: 'good' },
  command: { words: 'Ready', tone: 'idle' },
  direct_access: { words: 'Direct access', tone: 'busy' },
  test: { words: 'Testing', tone: 'busy' },
  calibrate: { words: 'Calibrating', tone: 'busy' },
  unknown: { words: 'Finding out', tone: 'unknown' },
  unconfigured: { words: 'Not set up', tone: 'unknown' },
  disconnected: { words: 'No port agent', tone: 'trouble' },
  instrument_disconnected: { words: 'No connection', tone: 'trouble' },
  connected: { words: 'Connected', tone: 'idle' },
};

/** A state in plain words; one that a definition adds is called as its name reads. */
export const stateWords = (state: string): StateWords =>
  KNOWN[state] ?? { words: capital(state.replaceAll('_', ' ')), tone: 'idle' };

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
