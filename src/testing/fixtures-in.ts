import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ConfigError, describeError } from '../kit/errors.ts';
import { type ExpectedRecord, type Fixture, fixture } from './fixture.ts';

const record = z.strictObject({
  stream: z.string(),
  quality: z.string().exactOptional(),
  values: z.record(z.string(), z.unknown()),
  device: z.string().exactOptional(),
});
const records = z.array(record);
const explanation = z.union(
  [records.transform((all) => ({ records: all })), z.strictObject({ sent: z.string(), records })],
  {
    error: 'must be a list of { "stream": …, "values": { … } }, or { "sent": command, "records": [ … ] }',
  },
);

/**
 * The fixtures of a folder: `NAME.bin` is what the instrument sent, `NAME.json` beside it lists the records that it holds. Bytes
 * of which nothing is said hold none. A folder that is not there has none.
 */
export function fixturesIn(folder: URL | string): Fixture[] {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder;
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => name.endsWith('.bin'));
  return names.sort().map((name) => {
    const bytes = pathToFileURL(join(path, name));
    const meaning = name.replace(/bin$/, 'json');
    if (!existsSync(join(path, meaning))) {
      return { ...fixture(bytes, []), name: `${name} (without ${meaning})` };
    }
    const { records: expected, sent } = meaningIn(join(path, meaning));
    return fixture(bytes, expected, { ...(sent !== undefined && { sent }) });
  });
}

function meaningIn(path: string): { records: readonly ExpectedRecord[]; sent?: string } {
  try {
    const content = explanation.parse(JSON.parse(readFileSync(path, 'utf8')));
    return content;
  } catch (cause) {
    const message =
      cause instanceof z.ZodError ? cause.issues.map((issue) => issue.message).join('; ') : describeError(cause);
    throw new ConfigError([{ name: 'fixture', where: path, message }], { cause });
  }
}
