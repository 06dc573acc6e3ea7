import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as text that fits into a header, a cookie or an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret: it is random, so that nobody finds it from this. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
