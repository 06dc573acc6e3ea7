import { lstat, readdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../kit/errors.ts';
import { makeFolder } from '../kit/files.ts';

/** The folder of this user's control sockets. */
const socketFolder = (): string =>
  process.env.SONDE_RUNTIME_DIR ??
  (process.env.XDG_RUNTIME_DIR
    ? join(process.env.XDG_RUNTIME_DIR, 'sonde')
    : join(tmpdir(), `sonde-${userInfo().uid}`));

/** Makes the folder where it is missing; one that others could write to is refused. */
async function privateFolder(): Promise<string> {
  const folder = socketFolder();
  await makeFolder(folder);
  const { uid, mode } = await lstat(folder);
  if (uid !== userInfo().uid || (mode & 0o022) !== 0) {
    throw new ConfigError([{ name: folder, message: 'belongs to somebody else or is open to others; remove it' }]);
  }
  return folder;
}

/** Where this process listens. */
export const ownSocket = async (): Promise<string> => join(await privateFolder(), `${process.pid}.sock`);

/** Sockets of this user's processes, those of dead ones too. */
export async function allSockets(): Promise<string[]> {
  const folder = socketFolder();
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.sock')).map((name) => join(folder, name));
}
