import { valueWords } from '../../../words/value.ts';

/** What a command will send: the very bytes where its definition says them, else the command with its arguments. */
export function requestWords(
  sends: readonly string[],
  command: string,
  args: Readonly<Record<string, unknown>>,
): string {
  if (sends.length > 0) return sends.join(' ');
  return [command, ...Object.entries(args).map(([name, value]) => `${name}=${valueWords(value)}`)].join(' ');
}
