// Measures Sonde beside its peers and the machine's limits: `npm run bench`; see `harness/options.ts` for what may be asked of it.
import { BENCHES } from './benches.ts';
import type { Bench } from './harness/bench.ts';
import { readOptions, UsageError, type Wanted } from './harness/options.ts';
import type { BenchRecord } from './harness/record.ts';
import { writeResults } from './harness/results.ts';
import { runSuite } from './harness/suite.ts';
import { tellDetails, tellFailures, tellTable, tellTurn, tellUnexplained } from './harness/tell.ts';

// Where Debian has ser2net, also for those who are not root.
process.env.PATH = `${process.env.PATH}:/usr/sbin`;

async function run({ benches, quick, save }: Extract<Wanted, { do: 'run' }>): Promise<number> {
  const pairs: (readonly [Bench, BenchRecord])[] = [];
  const isAll = benches.length === BENCHES.length;
  const failures = await runSuite(benches, {
    quick,
    lastTook: () => undefined,
    onTurn: tellTurn,
    onBench: (bench, record) => {
      pairs.push([bench, record]);
      if (!isAll) tellDetails(bench, record);
    },
  });
  tellTable(pairs, quick);
  if (!quick) tellUnexplained(pairs);
  tellFailures(failures);
  if (save !== undefined)
    await writeResults(
      save,
      pairs.map(([, record]) => record),
    );
  return failures.length > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  const wanted = readOptions(process.argv.slice(2), BENCHES);
  if (wanted.do === 'run') return run(wanted);
  for (const { name, title } of BENCHES) console.log(`${name.padEnd(24)} ${title}`);
  return 0;
}

try {
  // A contestant that was given up may have left something open.
  process.exit(await main());
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exit(2);
}
