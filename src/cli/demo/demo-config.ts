import { stringify } from 'yaml';
import type { DemoInstrument } from './demo-fleet.ts';

const HEAD = `# The demo's instruments. Change this file while the demo runs, or on the page under Settings: what is different is done at once.
`;

/** Off Bergen: what is derived from depth and place needs one. */
const POSITION = { latitude: 60.4, longitude: 5.3 };

/** The demo's configuration, as people write them. */
export function demoConfig(
  data: string,
  fleet: Readonly<Record<string, DemoInstrument>>,
  reached: Readonly<Record<string, object>>,
): string {
  const instruments = Object.entries(fleet).map(([id, { kind, name, startup, more }]) => [
    id,
    { kind, name, ...reached[id], position: POSITION, ...(startup && { startup }), ...more },
  ]);
  return `${HEAD}${stringify({ site: 'demo', data, instruments: Object.fromEntries(instruments) })}`;
}
