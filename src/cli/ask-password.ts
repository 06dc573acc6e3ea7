import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ParameterError } from '../kit/errors.ts';
import { password } from '../model/api/user.ts';
import type { CliContext } from './context.ts';

/** Takes what would show what is typed. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** A new password: typed twice, unseen, at a terminal; else the first line of the input. */
export async function askPassword({ stdin, stderr }: CliContext, name: string, signal: AbortSignal): Promise<string> {
  const isTyped = stdin.isTTY === true;
  const lines = createInterface({ input: stdin, ...(isTyped && { output: nowhere(), terminal: true }) });
  // At a terminal that shows nothing, Ctrl-C is only a character.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ask = async (text: string): Promise<string> => {
    if (isTyped) stderr.write(text);
    const typed = await lines.question('', { signal });
    if (isTyped) stderr.write('\n');
    return typed;
  };
  try {
    const given = isTyped ? await ask(`new password of ${name}: `) : await firstLine(lines);
    const { error } = password.safeParse(given);
    if (error) throw new ParameterError(error.issues.map(({ message }) => ({ name: 'password', message })));
    if (isTyped && (await ask('again: ')) !== given) {
      throw new ParameterError([{ name: 'password', message: 'was typed differently the second time' }]);
    }
    return given;
  } finally {
    lines.close();
  }
}

async function firstLine(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) return line;
  return '';
}
