// Measures Sonde beside its peers and the machine's limits: `npm run bench`; see `harness/options.ts` for what may be asked of it.
import { BENCHES } from './benches.ts';
import type { Bench } from './harness/bench.ts';
import { COMPARED, compare } from './harness/compare.ts';
import { figuresOf, keepPage } from './harness/keep-page.ts';
import { readOptions, UsageError, type Wanted } from './harness/options.ts';
import type { BenchRecord } from './harness/record.ts';
import { readResults, writeResults } from './harness/results.ts';
import { runSuite } from './harness/suite.ts';
import { tellDetails, tellFailures, tellTable, tellTurn, tellUnexplained } from './harness/tell.ts';
import { textTable } from './harness/text-table.ts';

const DOCS = new URL('../docs/', import.meta.url);

// Where Debian has ser2net, also for those who are not root.
process.env.PATH = `${process.env.PATH}:/usr/sbin`;

async function run({ benches, quick, save, write }: Extract<Wanted, { do: 'run' }>): Promise<number> {
  const before = await figuresOf(DOCS);
  const pairs: (readonly [Bench, BenchRecord])[] = [];
  const isAll = benches.length === BENCHES.length;
  const failures = await runSuite(benches, {
    quick,
    lastTook: (wanted) => before.find(({ name }) => name === wanted)?.seconds,
    onTurn: tellTurn,
    onBench: (bench, record) => {
      pairs.push([bench, record]);
      if (!isAll) tellDetails(bench, record);
    },
  });
  const records = pairs.map(([, record]) => record);
  if (save !== undefined) await writeResults(save, records);
  if (write) await keepPage(DOCS, BENCHES, records);
  tellTable(pairs, quick);
  if (!quick) tellUnexplained(pairs);
  tellFailures(failures);
  return failures.length > 0 ? 1 : 0;
}

async function main(wanted: Wanted): Promise<number> {
  switch (wanted.do) {
    case 'run':
      return run(wanted);
    case 'list':
      for (const { name, title } of BENCHES) console.log(`${name.padEnd(24)} ${title}`);
      return 0;
    case 'page':
      await keepPage(DOCS, BENCHES, []);
      return 0;
    case 'compare': {
      const [once, again] = wanted.files;
      console.log(textTable(COMPARED, compare(BENCHES, await readResults(once), await readResults(again))));
      return 0;
    }
  }
}

try {
  // A contestant that was given up may have left something open.
  process.exit(await main(readOptions(process.argv.slice(2), BENCHES)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exit(2);
}
