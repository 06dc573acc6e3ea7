import { hostname, userInfo } from 'node:os';

/** Who works at this machine; whoever became another user by `sudo` is still themselves. Also for one that has no name. */
function user(): string {
  if (process.env.SUDO_USER) return process.env.SUDO_USER;
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? '?'}`;
  }
}

/** Who runs this program, and where: `anna@ship`, printable. */
export const userAtHost = (): string => `${user()}@${hostname()}`.replace(/[^\x21-\x7e]/g, '_');
