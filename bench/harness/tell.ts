import type { Bench } from './bench.ts';
import type { BenchRecord } from './record.ts';
import type { Failure } from './run-bench.ts';
import { detailsHeader, detailsOf, HEADER, QUICK_HEADER, quickSummaryOf, summaryOf } from './summary.ts';
import { textTable } from './text-table.ts';
import { judge, unexplained } from './verdict.ts';

/** On a terminal, what is going on takes one line, which the next text takes over. */
const CLEAR = process.stderr.isTTY ? '\r\x1b[K' : '';

export const tellTurn = (told: string): void => void process.stderr.write(`${CLEAR}${told}${CLEAR ? '' : '\n'}`);

function say(text: string): void {
  process.stderr.write(CLEAR);
  console.log(`${text}\n`);
}

export const tellDetails = (bench: Bench, record: BenchRecord): void =>
  say(
    `${bench.title} (${bench.name}, ${record.seconds} s)\n${bench.how}\n\n${textTable(detailsHeader(bench), detailsOf(bench, record))}`,
  );

export type Pairs = readonly (readonly [Bench, BenchRecord])[];

export function tellTable(pairs: Pairs, quick: boolean): void {
  if (quick) say('QUICK: one turn of little work, which shows that all works; the figures mean nothing.');
  const [header, rowsOf] = quick ? ([QUICK_HEADER, quickSummaryOf] as const) : ([HEADER, summaryOf] as const);
  const rows = pairs.flatMap(([bench, record]) => rowsOf(bench, record));
  say(textTable(header, rows));
}

/** What a full run cannot leave as it is. */
export function tellUnexplained(pairs: Pairs): void {
  for (const [bench, record] of pairs) {
    if (unexplained(judge(bench, record), bench)) {
      console.error(
        `✖ ${bench.name} misses a goal and does not say why: measure what limits it, and give it a 'limit'`,
      );
    }
  }
}

export function tellFailures(failures: readonly Failure[]): void {
  for (const { bench, contestant, step, message } of failures) {
    console.error(`✖ ${bench}: ${contestant}${step > 0 ? ` at ${step}` : ''}: ${message}`);
  }
}
