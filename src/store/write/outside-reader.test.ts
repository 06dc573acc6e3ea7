import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromIso } from '../../kit/time.ts';
import { outsideReader } from '../../main/testing/outside-reader.ts';
import type { Sample } from '../../model/sample.ts';
import { testArchive } from '../test-archive.ts';
import { provisional, sample } from '../test-samples.ts';

const MIDNIGHT = fromIso('2026-01-02');

test('who reads the files while they are replaced sees each number once, in order, at every moment', async (t) => {
  const { add, own } = await testArchive(t);
  const numbered = (n: number): Sample => {
    const time = MIDNIGHT + BigInt(n - 800) * 1_000_000_000n;
    return { ...sample(n), time, times: { port: time, driver: time } };
  };
  let written = 0;
  const write = async (count: number): Promise<void> => {
    const samples = Array.from({ length: count }, (_, i) => numbered(written + i + 1));
    const last = samples.pop()!;
    await add([...samples, { ...last, ...pickProvisional(written + count) }]);
    written += count;
    await add([last]);
  };
  await write(100);
  using reader = outsideReader(join(own, 'samples', 'ctd'), 'n');
  await reader.reads();
  while (written < 1600) {
    await write(50);
    if (written % 250 === 0) await reader.reads();
  }
  await reader.reads();
  assert.equal(await reader.end(), 0, reader.complaint);
  assert.equal(reader.counts.at(-1), written);
  assert.ok(new Set(reader.counts).size >= 6, `saw the files grow: ${reader.counts}`);
});

function pickProvisional(n: number): Pick<Sample, 'flags' | 'provisional'> {
  const { flags, provisional: is } = provisional(n);
  return { ...(flags && { flags }), ...(is && { provisional: is }) };
}
