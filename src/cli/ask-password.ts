import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { abortable, withEither } from '../kit/abort.ts';
import { ParameterError } from '../kit/errors.ts';
import { password } from '../model/api/user.ts';
import type { CliContext } from './context.ts';

const wrong = (...messages: string[]): ParameterError =>
  new ParameterError(messages.map((message) => ({ name: 'password', message })));

/** A new password: typed twice, unseen, at a terminal; else the first line of the input. */
export async function askPassword(context: CliContext, name: string, signal: AbortSignal): Promise<string> {
  const given = await (context.stdin.isTTY ? typedTwice(context, name, signal) : firstLine(context, signal));
  const { error } = password.safeParse(given);
  if (error) throw wrong(...error.issues.map(({ message }) => message));
  return given;
}

async function firstLine({ stdin }: CliContext, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: stdin });
  try {
    const { value } = await abortable(lines[Symbol.asyncIterator]().next(), signal);
    return value ?? '';
  } finally {
    lines.close();
  }
}

async function typedTwice({ stdin, stderr }: CliContext, name: string, signal: AbortSignal): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  const ended = new AbortController();
  lines.once('close', () => ended.abort());
  // At a terminal that shows nothing, Ctrl-C is only a character.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ask = async (text: string): Promise<string> => {
    stderr.write(text);
    try {
      return await withEither([signal, ended.signal], (own) => lines.question('', { signal: own }));
    } catch {
      signal.throwIfAborted();
      throw wrong('was not given');
    } finally {
      stderr.write('\n');
    }
  };
  try {
    const given = await ask(`new password of ${name}: `);
    if ((await ask('again: ')) !== given) throw wrong('was typed differently the second time');
    return given;
  } finally {
    lines.close();
  }
}
