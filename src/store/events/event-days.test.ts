import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromIso } from '../../kit/time.ts';
import { toEventJson } from '../../model/event.ts';
import { toEvent } from '../../model/event-draft.ts';
import { closeDay, closedName, linesName } from './event-days.ts';

test('the days of a fleet that end at one midnight become Parquet one after the other', async (t) => {
  const part = { day: '2026-01-01', part: 1 };
  const event = toEvent({ type: 'agent_stopped', details: {} }, 'ctd', fromIso('2026-01-01T23:00:00Z'));
  const folders = await Promise.all(Array.from({ length: 4 }, () => mkdtemp(join(tmpdir(), 'sonde-midnight-'))));
  t.after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));
  for (const folder of folders) {
    await writeFile(join(folder, linesName(part)), `${JSON.stringify(toEventJson(event))}\n`);
  }
  const closings = folders.map((folder) => closeDay(folder, part));
  await closings[0];
  assert.deepEqual(readdirSync(folders[3]!), [linesName(part)]);
  await Promise.all(closings);
  assert.deepEqual(
    folders.map((folder) => readdirSync(folder)),
    folders.map(() => [closedName(part)]),
  );
});
