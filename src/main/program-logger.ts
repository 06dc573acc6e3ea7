import { pino } from 'pino';
import type { Logger } from '../kit/logger.ts';

/** Messages as JSON lines on stderr; on a terminal as sentences. `SONDE_LOG` sets the level. */
export function programLogger(stderr: NodeJS.WriteStream): Logger {
  const level = process.env.SONDE_LOG ?? 'info';
  if (!stderr.isTTY)
    return pino(
      { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      pino.destination({ fd: 2, sync: true }),
    );
  const lines = { write: (line: string): void => void stderr.write(sentence(line)) };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, lines);
}

const LEVELS: Readonly<Record<number, string>> = { 40: 'warning: ', 50: 'error: ' };

function sentence(line: string): string {
  const { level, time, msg, ...facts } = JSON.parse(line);
  const details = Object.entries(facts).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${time.slice(11, 19)} ${LEVELS[level] ?? ''}${msg}${details.length > 0 ? ` (${details.join(', ')})` : ''}\n`;
}
