import { readFile } from 'node:fs/promises';
import { ConfigError, describeError } from '../kit/errors.ts';

/** Where a program answers: a socket of this machine, or an address; and by what it knows who asks. */
export interface Place {
  /** For people: `http://ship:8100`, or the socket's path. */
  readonly name: string;
  readonly origin: string;
  readonly socketPath?: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RemoteOptions {
  /** `http://host:port`; `SONDE_SERVER` where it is not said. */
  readonly server?: string | undefined;
  /** A file that holds an API token and nothing else; otherwise the token is `SONDE_TOKEN`. */
  readonly tokenFile?: string | undefined;
}

/** The program that was named, by an option or in the environment; nothing where none was: then it is one of this machine. */
export async function remotePlace({ server, tokenFile }: RemoteOptions): Promise<Place | undefined> {
  const said = server ?? process.env.SONDE_SERVER;
  if (said === undefined || said === '') return undefined;
  const name = server === undefined ? 'SONDE_SERVER' : '--server';
  const url = URL.canParse(said) ? new URL(said) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new ConfigError([{ name, message: `'${said}' must be an address such as http://ship:8100` }]);
  }
  const token = tokenFile === undefined ? process.env.SONDE_TOKEN : await readToken(tokenFile);
  if (!/^[\x21-\x7e]*$/.test(token ?? '')) {
    const holder = tokenFile === undefined ? 'SONDE_TOKEN' : '--token-file';
    throw new ConfigError([{ name: holder, message: 'must hold a token and nothing else, such as sonde_…' }]);
  }
  return {
    name: url.origin,
    origin: url.origin,
    headers: token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` },
  };
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new ConfigError([{ name: '--token-file', message: `cannot be read: ${describeError(cause)}` }], { cause });
  }
}
