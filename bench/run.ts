// Measures Sonde beside its peers and the machine's limits: `npm run bench`, `npm run bench -- --quick`, `npm run bench -- [name …]`.
import { parseArgs } from 'node:util';
import { BENCHES } from './benches.ts';
import { runBench } from './harness/run-bench.ts';

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const wanted = BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

for (const bench of wanted) {
  const { series } = await runBench(bench, values.quick, (told) => process.stderr.write(`${told}\n`));
  for (const { contestant, step, turns } of series) {
    for (const [i, { name, unit }] of bench.quantities.entries()) {
      const figures = turns.map(({ values }) => values[i] ?? Number.NaN).sort((a, b) => a - b);
      const middle = figures[Math.floor(figures.length / 2)];
      console.log(
        `${bench.name} ${step} ${contestant.name} ${name}: ${middle} ${unit} (${figures[0]} … ${figures.at(-1)})`,
      );
    }
    const { processes } = turns.at(-1)!;
    for (const { name, cpu, memory } of processes)
      console.log(`  ${name}: ${(cpu * 100).toFixed(0)} %, ${(memory / 2 ** 20).toFixed(0)} MiB`);
  }
}
