import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';
import { figuresOf, keepPage } from './keep-page.ts';
import { page } from './page.ts';
import { RATE, toy, toyBench, toyRecord } from './test-toys.ts';

const STEPS = { of: 'clients', values: [1, 16], quick: [1] };
const goal = { value: 350, beside: { contestant: 'TCP', reached: 1400 } };
const RELAY = toyBench({ quantities: [{ ...RATE, goals: [goal] }], limit: 'The checksum.' });
const reached = (rate: number) => toyRecord(RELAY, { Sonde: [rate], socat: [600], TCP: [1400] });

test('the table and the section of a bench have its figures, its goal and what limits it', () => {
  const text = page([RELAY], [reached(300)]);
  assert.match(
    text,
    /^\| \[A relay\]\(#relay\) \| 300 MB\/s \(270…330\) \| socat 600 MB\/s \| TCP 1,400 MB\/s \| 0\.5 × \| 0\.214 × \| ≥ 350 MB\/s \| missed \|$/m,
  );
  assert.match(text, /^- Goal: ≥ 350 MB\/s, set where TCP reached 1,400 MB\/s: \*\*missed\*\*$/m);
  assert.match(text, /^\*\*What limits it\.\*\* The checksum\.$/m);
  assert.match(text, /^\| socat \| 600 MB\/s \(540…660\) \| relay 50 %, 64 MiB \|$/m);
  assert.match(
    text,
    /^- 2026-11-23: A processor, 2 cores, 8 GiB, Linux 6\.1, Node v24\.9\.0; Sonde abc1234; socat 1\.7\.4\.4$/m,
  );
  assert.match(text, /^5 turns each, 2026-11-23 10:00Z; `npm run bench -- relay` repeats it in some 12 s\.$/m);
});

test('what limits it is told only where a goal is missed', () => {
  assert.doesNotMatch(page([RELAY], [reached(400)]), /What limits it/);
});

test('two goals of one figure are one row', () => {
  const both = toyBench({ quantities: [{ ...RATE, goals: [{ value: 350 }, { ratio: 3, to: 'socat' }] }] });
  const text = page([both], [toyRecord(both, { Sonde: [400], socat: [200] })]);
  assert.match(text, /\| ≥ 350 MB\/s, ≥ 3 × socat \| met, missed \|$/m);
});

test('figures of other quantities than now are not shown, and contestants that are missing are named', () => {
  const changed = { ...RELAY, quantities: [{ ...RATE, unit: 'GB/s' }] };
  assert.match(
    page([changed], [reached(300)]),
    /Not measured as it is now: `npm run bench -- relay --write` does that/,
  );
  const later: Bench = { ...RELAY, contestants: [...RELAY.contestants, toy('ser2net', 'peer', [1])] };
  assert.match(page([later], [reached(300)]), /^Not measured: ser2net\.$/m);
});

test('figures of several machines say which is whose', () => {
  const other = toyBench({ name: 'echo', title: 'An echo' });
  const machine = { ...reached(1).machine, cpu: 'Another' };
  const text = page([RELAY, other], [reached(300), { ...toyRecord(other, { Sonde: [1] }), machine }]);
  assert.match(text, /^- 2026-11-23 \(`relay`\): A processor/m);
  assert.match(text, /^- 2026-11-23 \(`echo`\): Another/m);
});

test('steps are plotted, and their growth is told', async () => {
  const stepped = toyBench({ quantities: [RATE], steps: STEPS });
  const text = page([stepped], [toyRecord(stepped, { Sonde: [10], socat: [20], TCP: [30] }, [1, 16])]);
  assert.match(text, /^!\[A relay: MB\/s against clients\]\(benchmarks\/relay\.svg\)$/m);
  assert.match(text, /^How Sonde's figures grow: 10 MB\/s → 160 MB\/s \(× 16 for × 16 clients\)\.$/m);
});

test('fresh figures take the place of earlier ones in the files, and the others stay', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sonde-page-'));
  const docs = pathToFileURL(`${folder.path}/`);
  const stepped = toyBench({ name: 'stepped', steps: STEPS });
  const benches = [RELAY, stepped];
  assert.deepEqual(await figuresOf(docs), []);
  const first = toyRecord(stepped, { Sonde: [10] }, [1, 16]);
  await keepPage(docs, benches, [reached(300), first]);
  await keepPage(docs, benches, [reached(400)]);
  assert.deepEqual(await figuresOf(docs), [reached(400), first]);
  assert.match(await readFile(new URL('benchmarks.md', docs), 'utf8'), /\| 400 MB\/s \(360…440\) \|/);
  assert.deepEqual((await readdir(new URL('benchmarks', docs))).sort(), ['results.json', 'stepped.svg']);
});
