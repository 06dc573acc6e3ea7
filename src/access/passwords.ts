import { newSecret } from './secrets.ts';

/** What the OWASP password storage guide asks of Argon2id: 19 MiB, two passes. */
const HOW = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Loaded by who needs it: the library is native code. */
const load = async () => (await import('argon2')).default;

export const hashPassword = async (password: string): Promise<string> => (await load()).hash(password, HOW);

let ofNobody: Promise<string> | undefined;

/** Whether it is the password of this hash. Where there is no hash (no such user) it takes as long, and is wrong. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  ofNobody ??= hashPassword(newSecret());
  const other = await ofNobody;
  const isRight = await (await load()).verify(hash ?? other, password);
  return isRight && hash !== undefined;
}
