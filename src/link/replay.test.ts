import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { toBytes, toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import type { Link } from './link.ts';
import type { Pace } from './link-spec.ts';
import { openLink } from './open-link.ts';
import { replayLink } from './replay.ts';

async function capture(t: TestContext, content: Uint8Array): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-replay-'));
  t.after(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, 'capture.bin'), content);
  return join(dir, 'capture.bin');
}

async function take(link: Link, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const { bytes } of link.chunks) {
    parts.push(bytes);
    length -= bytes.length;
    if (length <= 0) break;
  }
  return Buffer.concat(parts);
}

test('a file comes as fast as it is taken, and whole', async (t) => {
  const content = Uint8Array.from({ length: 3_000_001 }, (_, i) => i * 7);
  const path = await capture(t, content);
  await using link = await openLink({ type: 'replay', path, pace: 'fast' }, { clock: systemClock });
  await link.write(toBytes('nobody listens'));
  assert.equal(Buffer.compare(await take(link, content.length), content), 0);
});

test('a file comes at its rate, in small pieces', async (t) => {
  const clock = new FakeClock();
  const path = await capture(t, new Uint8Array(1000));
  await using link = await openLink({ type: 'replay', path, pace: 100 }, { clock });
  let received = 0;
  const reading = (async () => {
    for await (const { bytes } of link.chunks) {
      received += bytes.length;
      assert.equal(bytes.length, 5);
      assert.ok(received <= clock.elapsed() * 0.1, `${received} bytes after ${clock.elapsed()} ms`);
    }
  })();
  while (received < 200) await clock.advance(50);
  await link.close();
  await reading;
});

test('behind its end a recording is silent, which the quiet limit notices; or it begins anew', async (t) => {
  const path = await capture(t, toBytes('abc'));
  const clock = new FakeClock();
  await using link = await openLink({ type: 'replay', path, pace: 'fast', quietLimit: 1000 }, { clock });
  assert.equal(toText(await take(link, 3)), 'abc');
  await clock.advance(1000);
  assert.equal((await link.closed)?.message, `replay://${path}: no bytes for 1 s`);

  await using endless = await openLink({ type: 'replay', path, pace: 'fast', loop: true }, { clock });
  assert.equal(toText((await take(endless, 12)).subarray(0, 12)), 'abcabcabcabc');
});

test('a recording is played with its own times', async () => {
  const clock = new FakeClock();
  async function* chunks() {
    yield { after: 0, bytes: toBytes('a') };
    yield { after: 1500, bytes: toBytes('b') };
  }
  const start = clock.now();
  await using link = replayLink(chunks(), { name: 'replay:///x', clock });
  const played: [string, bigint][] = [];
  const reading = (async () => {
    for await (const { bytes, time } of link.chunks) played.push([toText(bytes), time - start]);
  })();
  await clock.advance(5000);
  await link.close();
  await reading;
  assert.deepEqual(played, [
    ['a', 0n],
    ['b', 1_500_000_000n],
  ]);
});

test('a source that fails ends the link with its reason', async () => {
  async function* chunks() {
    yield { after: 0, bytes: toBytes('a') };
    throw new Error('the tape is torn');
  }
  await using link = replayLink(chunks(), { name: 'replay:///x', clock: new FakeClock() });
  assert.equal(toText(await take(link, 2)), 'a');
  assert.equal((await link.closed)?.message, 'replay:///x: the tape is torn');
});

for (const pace of ['fast', 'recorded'] satisfies Pace[]) {
  test(`a file that is not there is told by its name (${pace})`, async () => {
    await assert.rejects(openLink({ type: 'replay', path: '/no/such.bin', pace }, { clock: systemClock }), {
      code: 'connection',
      message: 'replay:///no/such.bin: no such file',
    });
  });
}

test('the recorded pace needs somebody who can read recordings', async (t) => {
  const path = await capture(t, toBytes('abc'));
  const spec = { type: 'replay', path, pace: 'recorded' } as const;
  await assert.rejects(openLink(spec, { clock: systemClock }), { code: 'not_implemented' });
  async function* readRecording(file: string) {
    yield { after: 0, bytes: toBytes(file) };
  }
  await using link = await openLink(spec, { clock: systemClock, readRecording });
  assert.equal(toText(await take(link, 1)), path);
});
