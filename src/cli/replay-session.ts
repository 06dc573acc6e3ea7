import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../kit/errors.ts';
import { serveRecordedDialogue } from '../simulator/recorded-dialogue.ts';
import type { CliContext } from './context.ts';
import { aborted, runInScope } from './stopping.ts';

/** Where `sonde record` keeps a session in an instrument's folder. */
export const SESSION = 'fixtures/session.datalog';

/** The session in a folder, or the file itself. @throws ConfigError where none is. */
function sessionAt(place: string): string {
  const found = [join(place, SESSION), join(place, 'session.datalog')].find((file) => existsSync(file));
  if (found !== undefined) return found;
  if (place.endsWith('.datalog') || !existsSync(join(place, '.'))) return place;
  throw new ConfigError([{ name: place, message: `holds no session: there is no ${SESSION} in it` }]);
}

interface Where {
  readonly tcp?: number;
  readonly host: string;
  readonly json?: boolean;
}

/** Answers as an instrument did while it was recorded, until it is stopped. */
export async function replaySession(
  { clock, logger, stdout }: CliContext,
  place: string,
  { tcp = 0, host, json }: Where,
): Promise<void> {
  const onUnknown = (said: string): void =>
    logger.warn({ said }, 'nobody said this while it was recorded: nothing is answered');
  await runInScope(async (use, signal) => {
    const { port } = use(await serveRecordedDialogue({ file: sessionAt(place), tcp, host, clock, onUnknown }));
    const link = `tcp://${host}:${port}`;
    stdout.write(
      json ? `${JSON.stringify({ recording: place, link })}\n` : `what was recorded in ${place} at ${link}\n`,
    );
    await aborted(signal);
  });
}
