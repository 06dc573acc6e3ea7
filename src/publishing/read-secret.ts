import { ConfigError, describeError } from '../kit/errors.ts';
import { withFile } from '../kit/files.ts';

/** Where a secret stands: never in the configuration itself. */
export interface SecretPlace {
  readonly file?: string | undefined;
  readonly env?: string | undefined;
}

/** No secret is longer. */
const LONGEST = 64 * 1024;

/** A secret, without the end of its line; nothing where no place is named. `name` is the setting, for messages. */
export async function readSecret(name: string, { file, env }: SecretPlace): Promise<string | undefined> {
  if (env !== undefined) {
    const value = process.env[env];
    if (value) return value;
    throw new ConfigError([{ name: `${name}_env`, message: `the environment has no ${env}` }]);
  }
  if (file === undefined) return undefined;
  const value = (await readStart(name, file)).replace(/\r?\n$/, '');
  if (value !== '') return value;
  throw new ConfigError([{ name: `${name}_file`, message: `${file} is empty` }]);
}

async function readStart(name: string, path: string): Promise<string> {
  try {
    return await withFile(path, 'r', async (file) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
      return buffer.toString('utf8', 0, bytesRead);
    });
  } catch (cause) {
    throw new ConfigError([{ name: `${name}_file`, message: `${path} cannot be read: ${describeError(cause)}` }], {
      cause,
    });
  }
}
