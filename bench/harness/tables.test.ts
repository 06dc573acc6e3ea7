import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from './compare.ts';
import { middleOf, recordOf } from './record.ts';
import { runBench } from './run-bench.ts';
import { detailsHeader, detailsOf, quickSummaryOf, summaryOf } from './summary.ts';
import { MACHINE, RATE, toy, toyBench, toyRecord } from './test-toys.ts';
import { markdownTable, textTable } from './text-table.ts';

test('the middle of an even number of turns lies between two of them', () => {
  assert.deepEqual([middleOf([3, 1, 2]), middleOf([4, 1, 2, 3]), middleOf([7])], [2, 2.5, 7]);
});

test('a record keeps medians, the least and the most, and what processes of one name used together', async () => {
  const bench = toyBench({ contestants: [toy('Sonde', 'sonde', [300, 100, 500])], rounds: 3 });
  const result = await runBench(bench, { quick: false });
  const record = recordOf(result, new Date('2026-11-23T10:11:12Z'), MACHINE);
  const use = { name: 'relay', cpu: 0.3, memory: 300 * 2 ** 20 };
  const values = [{ median: 300, min: 100, max: 500 }];
  assert.deepEqual(record.entries, [{ contestant: 'Sonde', step: 0, turns: 3, values, processes: [use] }]);
  assert.deepEqual([record.name, record.quantities, record.date], ['relay', ['MB/s'], '2026-11-23T10:11Z']);
});

test('Sonde stands beside the best of its peers and the nearest limit', () => {
  const peers = [
    toy('ser2net', 'peer', [0]),
    toy('socat', 'peer', [0]),
    toy('TCP', 'limit', [0]),
    toy('disk', 'limit', [0]),
  ];
  const bench = toyBench({ contestants: [toy('Sonde', 'sonde', [0]), ...peers] });
  const reached = { Sonde: [300], ser2net: [60], socat: [600], TCP: [1400], disk: [500] };
  const [row] = summaryOf(bench, toyRecord(bench, reached));
  assert.deepEqual(row?.slice(2), ['socat 600 MB/s', 'disk 500 MB/s', '0.5 ×', '0.6 ×', '–', '–']);
  const delays = { ...bench, quantities: [{ ...RATE, unit: 'µs', better: 'less' as const }] };
  const [late] = summaryOf(delays, toyRecord(delays, reached));
  assert.deepEqual(late?.slice(2), ['ser2net 60 µs', 'TCP 1,400 µs', '0.2 ×', '4.67 ×', '–', '–']);
});

test('without goals it is the last step, and a quick run says neither ratio nor verdict', () => {
  const bench = toyBench({ steps: { of: 'clients', values: [1, 16], quick: [1] } });
  const record = toyRecord(bench, { Sonde: [10], socat: [20] }, [1, 16]);
  assert.equal(summaryOf(bench, record)[0]?.[0], 'A relay: 16 clients');
  assert.deepEqual(quickSummaryOf(bench, record), [
    ['A relay: 16 clients', '160 MB/s (144…176)', 'socat 320 MB/s', '–'],
  ]);
});

test('the details are in the order of the contestants, step by step', () => {
  const bench = toyBench({ steps: { of: 'clients', values: [1, 16], quick: [1] } });
  const record = toyRecord(bench, { TCP: [30], Sonde: [10] }, [16, 1]);
  assert.deepEqual(
    detailsOf(bench, record).map((row) => row.slice(0, 2)),
    [
      ['1 client', 'Sonde'],
      ['1 client', 'TCP'],
      ['16 clients', 'Sonde'],
      ['16 clients', 'TCP'],
    ],
  );
  assert.equal(detailsHeader(bench).length, detailsOf(bench, record)[0]?.length);
});

test('two runs are compared by their ratios, the farthest apart first', () => {
  const bench = toyBench({ quantities: [RATE, { ...RATE, name: 'out' }] });
  const once = toyRecord(bench, { Sonde: [300, 100], socat: [600, 100] });
  // A machine twice as fast, on which Sonde's second figure fell behind by a fifth.
  const again = toyRecord(bench, { Sonde: [600, 160], socat: [1200, 200] });
  assert.deepEqual(compare([bench], [once], [again]), [
    ['A relay: out', 'socat', '1', '0.8', '25 %'],
    ['A relay', 'socat', '0.5', '0.5', '0 %'],
  ]);
  assert.deepEqual(compare([bench], [once], []), []);
});

test('tables line up on a terminal, and a bar within a cell does not end it', () => {
  assert.equal(textTable(['a', 'long'], [['first', 'b']]), 'a      long\n─────  ────\nfirst  b');
  assert.equal(markdownTable(['a', 'b'], [['x|y', '2']]), '| a | b |\n|---|---|\n| x\\|y | 2 |');
});
