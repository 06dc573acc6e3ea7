import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fromIso } from '../kit/time.ts';
import { readFully } from './byte-source.ts';
import { encodePacket } from './codec.ts';
import { logDays, logPath } from './log-days.ts';
import { readLog } from './log-reader.ts';
import { withDay } from './open-day.ts';

const DAYS = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'] as const;
const OPEN = '2026-11-24';
const NOW = fromIso(`${OPEN}T00:00:00Z`);
/** `SONDE_KILLS=1000` for a long run. */
const KILLS = Number(process.env.SONDE_KILLS ?? 12);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Days of 3 MiB, and the digests of what was logged on them. */
async function log(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'sonde-kill-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const [dir, archive] = [join(root, 'log'), join(root, 'archive')];
  const digests = new Map<string, string>();
  const renew = async (): Promise<void> => {
    for (const folder of [dir, archive]) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
    }
    for (const day of [...DAYS, OPEN]) {
      const midnight = fromIso(`${day}T00:00:00Z`);
      const payload = (i: number) => Buffer.from(`${day} ${i} ${Math.sin(i)}`.padEnd(1000, `${i}`));
      const bytes = Buffer.concat(
        Array.from({ length: 3000 }, (_, i) => encodePacket('DATA_FROM_INSTRUMENT', payload(i), midnight + BigInt(i))),
      );
      digests.set(day, sha256(bytes));
      await writeFile(logPath(dir, day), bytes);
    }
  };
  return { dir, archive, digests, renew };
}

/** Starts a turn, kills it when it has said so many lines and so long after that; true when it was faster. */
async function turn(dir: string, archive: string, lines: number, delay: number): Promise<boolean> {
  const file = fileURLToPath(new URL('./test-upkeep-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', file, dir, archive, String(NOW)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let said = 0;
  const kill = (): void => void setTimeout(() => child.kill('SIGKILL'), delay);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const before = said;
    said += text.split('\n').length - 1;
    if (before < lines && said >= lines) kill();
  });
  const [, signal] = await ended;
  return signal === null;
}

const digestHere = (dir: string, day: string): Promise<string> =>
  withDay(dir, day, async (source) => sha256(await readFully(source, 0, source.size)));

test('a turn of upkeep that is killed anywhere leaves each day whole, here or in the archive, and the next one goes on', async (t) => {
  const { dir, archive, digests, renew } = await log(t);
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 0x7fff_ffff;
    return seed % below;
  };
  await renew();
  for (let kill = 0; kill < KILLS; kill++) {
    const isDone = await turn(dir, archive, 1 + random(10), random(40));
    const here = await logDays(dir);
    for (const [day, digest] of digests) {
      const place = here.includes(day) ? dir : join(archive, 'ctd/log');
      assert.equal(await digestHere(place, day), digest, `${day} after kill ${kill}`);
    }
    const next = here[0]!;
    let packets = 0;
    for await (const batch of readLog(dir, { from: { day: next, offset: 0 } })) packets += batch.length;
    assert.equal(packets, here.length * 3000);
    if (isDone) await renew();
  }
  assert.equal(await turn(dir, archive, 1000, 0), true);
  assert.deepEqual(await logDays(dir), ['2026-11-22', '2026-11-23', OPEN]);
  assert.deepEqual(await logDays(join(archive, 'ctd/log')), [...DAYS]);
});
