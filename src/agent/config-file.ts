import { chmod, copyFile, readFile, stat } from 'node:fs/promises';
import { type Clock, every } from '../kit/clock.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { writeFileAtomic } from '../kit/files.ts';

/** How often the file is looked at, in ms: one that has not changed between two looks is written to its end. */
const LOOK = 500;

export async function readConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigError([{ name: file, message: `cannot be read: ${describeError(cause)}` }], { cause });
  }
}

/** Writes it whole or not at all, as open to others as it was; what stood there is `<file>.before` then. */
export async function writeConfig(file: string, text: string): Promise<void> {
  try {
    const { mode } = await stat(file);
    await copyFile(file, `${file}.before`);
    await writeFileAtomic(file, text);
    await chmod(file, mode & 0o777);
  } catch (cause) {
    throw new ConfigError([{ name: file, message: `cannot be written: ${describeError(cause)}` }], { cause });
  }
}

/** Tells the file's text as it stands when it is first looked at, and when it has come to be another one. */
export function watchConfig(file: string, clock: Clock, onChange: (text: string) => void): Disposable {
  let taken: string | undefined;
  let last: string | undefined;
  let looking = false;
  const look = async (): Promise<void> => {
    const found = await stat(file).catch(() => undefined);
    // It is perhaps being replaced.
    if (found === undefined) return;
    const now = `${found.mtimeMs} ${found.size} ${found.ino}`;
    const isWhole = now === last;
    last = now;
    if (now === taken || !isWhole) return;
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return;
    taken = now;
    onChange(text);
  };
  const timer = every(clock, LOOK, () => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  });
  return { [Symbol.dispose]: () => timer.cancel() };
}
