import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkpointFile, type Place } from './checkpoint.ts';

test('what the sieve remembers comes back as it was: bytes as bytes, and what is not finite', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-checkpoint-'));
  t.after(() => rm(folder, { recursive: true }));
  const serial = new Uint8Array([0, 1, 254, 255]);
  const values = { serial, blocks: [serial, serial], text: 'AAH+/w==', offset: Number.NaN, gains: [1.5, -Infinity] };
  const place: Place = {
    resume: { day: '2026-03-01', offset: 4711 },
    remembered: { configuration: { ...values, enabled: true, unread: null } },
  };
  const checkpoint = checkpointFile(join(folder, 'checkpoint.json'));
  await checkpoint.write(place);
  assert.deepEqual(await checkpoint.read(), place);
});
