import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killSoak } from './testing/kill-soak.ts';

const KILLS = 40;

test(`the files hold each number once, in order, at every moment, though the program and its port agent are killed ${KILLS} times`, {
  timeout: 115_000,
}, async () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const { sent, logged, stored, reads, events, verified } = await killSoak({ kills: KILLS, seed, pause: 1500 });
  const facts = `seed ${seed}`;
  assert.deepEqual(stored, logged, facts);
  assert.ok(stored.length > sent / 2, `${stored.length} of ${sent} are stored, ${facts}`);
  assert.ok(new Set(reads).size > 4, `the reader saw the files grow: ${[...new Set(reads)]}, ${facts}`);
  assert.equal(verified.code, 0, verified.stdout);
  assert.equal(events.get('agent_stopped'), 1);
  for (const type of ['agent_started', 'attached', 'attachment_lost']) {
    assert.ok((events.get(type) ?? 0) >= 2, `${type} is among ${JSON.stringify([...events])}, ${facts}`);
  }
  for (const type of ['fault', 'sink_failing', 'events_lost', 'log_gap', 'port_agent_fault']) {
    assert.equal(events.get(type), undefined, `${type} is told, ${facts}`);
  }
});
