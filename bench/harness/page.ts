import type { Bench, Quantity } from './bench.ts';
import { growthOf } from './growth.ts';
import type { Machine } from './machine.ts';
import { plotTitle } from './plot.ts';
import { type BenchRecord, isCurrent } from './record.ts';
import { detailsHeader, detailsOf, HEADER, summaryOf } from './summary.ts';
import { markdownTable } from './text-table.ts';
import { type Judged, judge } from './verdict.ts';
import { goalText, stepText, what } from './words.ts';

/** Where a plot stands, seen from the page. */
export const plotFile = ({ name }: Bench): string => `benchmarks/${name}.svg`;

/** `docs/benchmarks.md`: what was measured of each bench, as it is now. Those without figures say so. */
export function page(benches: readonly Bench[], records: readonly BenchRecord[]): string {
  const pairs = benches.map((bench) => {
    const record = records.find(({ name }) => name === bench.name);
    return { bench, record: record && isCurrent(bench, record) ? record : undefined };
  });
  const rows = pairs.flatMap(({ bench, record }) =>
    record ? summaryOf(bench, record).map(([what = '', ...cells]) => [`[${what}](#${bench.name})`, ...cells]) : [],
  );
  return [
    INTRODUCTION,
    machines(pairs.flatMap(({ record }) => record ?? [])),
    `## The table\n\n${markdownTable(HEADER, rows)}`,
    ...pairs.map(({ bench, record }) => section(bench, record)),
  ]
    .join('\n\n')
    .concat('\n');
}

const INTRODUCTION = `\
<!-- Written by \`npm run bench\` from docs/benchmarks/results.json. Do not edit. -->

# Benchmarks

What Sonde exists for, measured against what somebody would run instead (*peers*) and against what the machine can do at all (*limits*).
The contestants of a bench take turns in one run, A B A B …, so that whatever else the machine is doing meets all of them; the figures are medians of
their turns, with the least and the most in brackets. Every contestant proves that it did the work whole: bytes and samples are counted and
compared. Devices and clients run in processes of their own, and only what is compared is counted: share of one core, and peak memory.

**×** says how many times better Sonde is than the best peer, or than the nearest limit: above 1 it is ahead, for times as for rates. A goal is *met as a ratio*
where this machine is slower than the one that it was set on, but Sonde stands to what was measured beside it as the goal did there.

\`\`\`sh
npm run bench                # all of it, some 20 minutes, and this page anew; socat and ser2net are needed (.ci/run installs them)
npm run bench -- NAME        # one bench, with all that was measured; --write takes its figures into this page
npm run bench -- --quick     # shows in less than 2 minutes that all works
npm run bench -- --save FILE # the figures as JSON; --compare FILE FILE says how far the ratios of two runs are apart
\`\`\``;

/** Where the figures come from: once where it is the same for all. */
function machines(records: readonly BenchRecord[]): string {
  const groups = Map.groupBy(records, ({ machine }) => describe(machine));
  const told = [...groups].map(([machine, own]) => {
    const days = [...new Set(own.map(({ date }) => date.slice(0, 10)))].sort();
    const which = groups.size === 1 ? '' : ` (${own.map(({ name }) => `\`${name}\``).join(', ')})`;
    return `- ${days.join(', ')}${which}: ${machine}`;
  });
  return `## Where and of what\n\n${told.join('\n') || 'Nothing has been measured yet.'}`;
}

const describe = ({ cpu, cores, memory, kernel, node, commit, peers }: Machine): string =>
  `${cpu}, ${cores} cores, ${memory} GiB, ${kernel}, Node ${node}; Sonde ${commit}; ${peers.join(', ')}`;

function section(bench: Bench, record: BenchRecord | undefined): string {
  // The anchor is the bench's name, whatever its title is.
  const heading = `<a id="${bench.name}"></a>\n\n## ${bench.title}`;
  const command = `\`npm run bench -- ${bench.name}\``;
  if (record === undefined) {
    return [
      heading,
      bench.how,
      `Not measured as it is now: \`npm run bench -- ${bench.name} --write\` does that.`,
    ].join('\n\n');
  }
  const judged = judge(bench, record);
  const told = [
    heading,
    bench.how,
    goals(bench, judged),
    limit(bench, judged),
    markdownTable(detailsHeader(bench), detailsOf(bench, record)),
    missing(bench, record),
    bench.steps && `![${plotTitle(bench)}](${plotFile(bench)})`,
    bench.steps && growth(bench, record),
    `${turns(record)}, ${record.date.replace('T', ' ')}; ${command} repeats it in some ${record.seconds} s.`,
  ];
  return told.filter(Boolean).join('\n\n');
}

const goals = (bench: Bench, judged: readonly Judged[]): string =>
  judged
    .map(({ quantity, goal, step, verdict }) => {
      const measure: Quantity = bench.quantities[quantity]!;
      const beside = 'beside' in goal && goal.beside;
      const set = beside
        ? `, set where ${beside.contestant} reached ${goalText({ value: beside.reached }, measure).slice(2)}`
        : '';
      const of = judged.length > 1 ? `${what({ ...bench, title: '' }, measure, step).replace(/^: /, '')}: ` : '';
      return `- Goal: ${of}${goalText(goal, measure)}${set}: **${verdict}**`;
    })
    .join('\n');

function limit({ limit }: Bench, judged: readonly Judged[]): string | undefined {
  if (judged.every(({ verdict }) => verdict !== 'missed')) return undefined;
  return `**What limits it.** ${limit ?? 'Not known.'}`;
}

/** Those that failed, or came later. */
function missing({ contestants, steps }: Bench, { entries }: BenchRecord): string | undefined {
  const measured = new Set(entries.map(({ contestant, step }) => `${step} ${contestant}`));
  const left = contestants.flatMap(({ name, steps: own }) => {
    const at = (own ?? steps?.values ?? [0]).filter((step) => !measured.has(`${step} ${name}`));
    return at.length === 0 ? [] : `${name}${steps ? ` at ${at.map((step) => stepText(step, steps)).join(', ')}` : ''}`;
  });
  return left.length === 0 ? undefined : `Not measured: ${left.join('; ')}.`;
}

function turns({ entries }: BenchRecord): string {
  const counts = entries.map(({ turns }) => turns);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? least : `${least} to ${most}`} turn${most === 1 ? '' : 's'} each`;
}

/** From the first step to the last. */
function growth(bench: Bench, record: BenchRecord): string | undefined {
  const lines = growthOf(bench, record);
  return lines.length === 0 ? undefined : `How Sonde's figures grow: ${lines.join('; ')}.`;
}
