import { isDeepStrictEqual } from 'node:util';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import type { ConfigChange } from '../model/api/config.ts';

/** What holds only after the program is started anew. */
const LASTING = ['site', 'data', 'log', 'server'] as const;
const LASTING_OUTPUTS = ['jsonl', 'parquet'] as const;

/** What is different between two configurations. Who is found behind one that is different is touched with it. */
export function changeBetween(before: Config, after: Config): ConfigChange {
  const [old, now] = [before.instruments, after.instruments];
  const ids = Object.keys(now);
  const added = ids.filter((id) => !Object.hasOwn(old, id));
  const differs = (id: string): boolean => Object.hasOwn(old, id) && !isDeepStrictEqual(old[id], now[id]);
  const hostOf = (id: string): string => now[id]?.on ?? id;
  const changed = ids.filter((id) => !added.includes(id) && (differs(id) || differs(hostOf(id))));
  return {
    added,
    removed: Object.keys(old).filter((id) => !Object.hasOwn(now, id)),
    changed,
    untouched: ids.filter((id) => !added.includes(id) && !changed.includes(id)),
    after_restart: [
      ...LASTING.filter((name) => !isDeepStrictEqual(before[name], after[name])),
      ...LASTING_OUTPUTS.filter((name) => !isDeepStrictEqual(before.outputs[name], after.outputs[name])).map(
        (name) => `outputs.${name}`,
      ),
    ],
  };
}

/** The configuration that holds while the program goes on: the new one, but for what only a restart changes. */
export function heldBy(before: Config, after: Config): Config {
  const { site, data, log, server } = before;
  const { jsonl, parquet } = before.outputs;
  return { ...after, site, data, log, server, outputs: { ...after.outputs, jsonl, parquet } };
}

/** Whether the port agents of one configuration serve the other too. */
export const isSameLink = (before: InstrumentConfig, after: InstrumentConfig | undefined): boolean =>
  after !== undefined &&
  (['link', 'links', 'attach', 'on', 'log'] as const).every((name) => isDeepStrictEqual(before[name], after[name]));
