import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { toBytes } from '../kit/bytes.ts';
import { logPath } from './log-days.ts';
import { LogFile } from './log-file.ts';
import { type PromptDisk, promptDisk } from './prompt-disk.ts';

/** A disk whose writes take as long as they are told to, in ms, by a clock of its own. */
function slowDisk() {
  let now = 0;
  return {
    disk: promptDisk({ elapsed: () => now }),
    pass: (ms: number): void => {
      now += ms;
    },
  };
}

test('after a write that took long none is waited for, a hundred times as long as it took', () => {
  const { disk, pass } = slowDisk();
  assert.equal(
    disk.watch(() => {
      pass(0.9);
      return 7;
    }),
    7,
  );
  assert.equal(disk.isPrompt, true);
  disk.watch(() => pass(20));
  assert.equal(disk.isPrompt, false);
  pass(1999);
  assert.equal(disk.isPrompt, false);
  pass(1);
  assert.equal(disk.isPrompt, true);
});

test('a write that failed late was slow as well', () => {
  const { disk, pass } = slowDisk();
  const fails = (): never => {
    pass(5000);
    throw new Error('EIO');
  };
  assert.throws(() => disk.watch(fails), /EIO/);
  assert.equal(disk.isPrompt, false);
});

interface Scene {
  readonly file: LogFile;
  /** How many writes were waited for. */
  waited(): number;
  size(): Promise<number>;
}

async function openScene(t: TestContext, isPrompt: boolean): Promise<Scene> {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-disk-'));
  let waited = 0;
  const disk: PromptDisk = {
    isPrompt,
    watch(write) {
      waited++;
      return write();
    },
  };
  const file = await LogFile.open(dir, '2026-11-22', disk);
  t.after(async () => {
    await file.close();
    await rm(dir, { recursive: true, force: true });
  });
  return { file, waited: () => waited, size: async () => (await readFile(logPath(dir, '2026-11-22'))).length };
}

const LITTLE = [toBytes('one'), toBytes('two')];

test('little is written at once where the disk is prompt, in one piece or several', async (t) => {
  const { file, waited, size } = await openScene(t, true);
  assert.deepEqual(await file.write(LITTLE, 'prompt'), { written: 6 });
  file.accept(6);
  assert.deepEqual(await file.write([toBytes('three')], 'prompt'), { written: 5 });
  assert.equal(waited(), 2);
  assert.equal(await size(), 11);
});

test('much, what is to be on the disk, and what comes while the file is brought there are written by another thread', async (t) => {
  const { file, waited, size } = await openScene(t, true);
  assert.deepEqual(await file.write([new Uint8Array(20_000)], 'prompt'), { written: 20_000 });
  file.accept(20_000);
  assert.deepEqual(await file.write(LITTLE, 'durable'), { written: 6 });
  assert.deepEqual(await file.write(LITTLE, 'apart'), { written: 6 });
  const synced = file.sync();
  await Promise.resolve();
  assert.deepEqual(await file.write(LITTLE, 'prompt'), { written: 6 });
  assert.equal(waited(), 0);
  await synced;
  file.accept(6);
  assert.deepEqual(await file.write(LITTLE, 'prompt'), { written: 6 });
  assert.equal(waited(), 1);
  assert.equal(await size(), 20_012);
});

test('a disk that is not prompt is not waited for', async (t) => {
  const { file, waited, size } = await openScene(t, false);
  assert.deepEqual(await file.write(LITTLE, 'prompt'), { written: 6 });
  assert.deepEqual([waited(), await size()], [0, 6]);
});
