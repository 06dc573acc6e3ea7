import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { withFile, writeFileAtomic } from '../kit/files.ts';

/** Where the digest of a file stands: beside it, readable by `sha256sum -c`. */
export const digestPath = (path: string): string => `${path}.sha256`;

const READ = 1 << 20;

/** The SHA-256 of a file, in hex. */
export const digestOf = (path: string, signal?: AbortSignal): Promise<string> =>
  withFile(path, 'r', async (file) => {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafeSlow(READ);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, READ);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  });

export const writeDigest = (path: string, digest: string): Promise<void> =>
  writeFileAtomic(digestPath(path), `${digest}  ${basename(path)}\n`);

/** The digest that stands beside a file; undefined where none can be read there. */
export async function readDigest(path: string): Promise<string | undefined> {
  const text = await readFile(digestPath(path), 'utf8').catch(() => '');
  return /^([0-9a-f]{64}) [ *]/.exec(text)?.[1];
}
