// What instruments at 1 Hz cost in one agent while the page is open: `node bench/fleet.ts [count] [seconds]`, 200 for 60 s unless told
// otherwise. A tenth as many are measured first: the difference is what one more costs. All samples are logged, decoded and stored, and an
// instrument a second is asked for its status while it streams. It fails where samples are missing.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type FleetScene, fleetScene, idOf } from './fleet-scene.ts';
import { costOf, type ProcessCost } from './process-cost.ts';

const count = Number(process.argv[2] ?? 200);
const seconds = Number(process.argv[3] ?? 60);
const MIB = 1024 * 1024;
/** Of the samples that should come, so many must: the ends of the time are not those of the samples. */
const ENOUGH = 0.98;

interface Process {
  readonly rss: number;
  /** Of one core. */
  readonly share: number;
  /** In so many MiB and files more does it end than it was in the middle of the time. */
  readonly grown: number;
  readonly opened: number;
}

interface Measured {
  readonly instruments: number;
  readonly seconds: number;
  readonly agent: Process;
  readonly portAgents: Process;
  /** A second. */
  readonly samples: number;
  /** How late the agent came to what was to be done, and how long an instrument and an overview were waited for, in ms. */
  readonly lag: { readonly p99: number; readonly most: number };
  readonly commands: readonly number[];
  readonly overviews: readonly number[];
  /** Of the database's journal, in bytes. */
  readonly journal: number;
  readonly stopped: number;
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? Number.NaN;

/** The values of `/metrics` whose name and labels begin so. */
async function metrics({ server }: FleetScene): Promise<(begin: string) => readonly number[]> {
  const text = await (await fetch(`${server}/metrics`)).text();
  return (begin) => {
    const lines = text.split('\n').filter((line) => line.startsWith(begin));
    if (lines.length === 0) throw new Error(`/metrics says nothing of ${begin}`);
    return lines.map((line) => Number(line.slice(line.lastIndexOf(' '))));
  };
}

const SAMPLES = 'sonde_stream_samples_total{';
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

async function timed(ask: () => Promise<Response>): Promise<number> {
  const begun = performance.now();
  const answer = await ask();
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${text}`);
  return performance.now() - begun;
}

const between = (before: ProcessCost, middle: ProcessCost, after: ProcessCost, took: number): Process => ({
  rss: after.rss,
  share: (after.cpu - before.cpu) / took,
  grown: after.rss - middle.rss,
  opened: after.files - middle.files,
});

async function measure(instruments: number, seconds: number): Promise<Measured> {
  await using scene = await fleetScene(instruments);
  const { server, agent, portAgents, data } = scene;
  const costs = () => Promise.all([costOf(agent), costOf(portAgents)]);
  const [commands, overviews]: [number[], number[]] = [[], []];
  const had = sum((await metrics(scene))(SAMPLES));
  const before = await costs();
  let middle = before;
  const begun = performance.now();
  const passed = (): number => (performance.now() - begun) / 1000;
  for (let turn = 0; passed() < seconds; turn++) {
    const path = `${server}/api/v1/instruments/${idOf(turn % instruments)}`;
    overviews.push(await timed(() => fetch(path)));
    const body = JSON.stringify({ wait: 60 });
    const headers = { 'content-type': 'application/json' };
    commands.push(await timed(() => fetch(`${path}/commands/acquire_status`, { method: 'POST', headers, body })));
    if (middle === before && passed() > seconds / 2) middle = await costs();
    await setTimeout(Math.max(0, (turn + 1) * 1000 - passed() * 1000));
  }
  const after = await costs();
  const took = passed();
  const metric = await metrics(scene);
  const lag = (q: string) => (metric(`sonde_process_event_loop_lag_seconds{quantile="${q}"}`)[0] ?? 0) * 1000;
  return {
    instruments,
    seconds,
    agent: between(before[0], middle[0], after[0], took),
    portAgents: between(before[1], middle[1], after[1], took),
    // Each command yields a sample of its own.
    samples: (sum(metric(SAMPLES)) - had - commands.length) / took,
    lag: { p99: lag('0.99'), most: lag('1') },
    commands,
    overviews,
    journal: (await stat(join(data, 'sonde.db-wal'))).size,
    stopped: await scene.stopAgent(),
  };
}

const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;
const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

const processText = (name: string, { rss, share, grown, opened }: Process): string =>
  `  ${name}: ${mib(rss)}, ${percent(share)} of a core; in the second half ${mib(grown)} and ${opened} files more\n`;

const show = ({
  instruments,
  seconds,
  agent,
  portAgents,
  samples,
  lag,
  commands,
  overviews,
  journal,
  stopped,
}: Measured) =>
  process.stdout.write(
    `${instruments} instruments for ${seconds} s: ${samples.toFixed(1)} samples/s\n${processText('agent', agent)}` +
      `${processText('port agents', portAgents)}` +
      `  status asked of an instrument: ${ms(quantile(commands, 0.5))}, slowest ${ms(quantile(commands, 1))}; ` +
      `overview: ${ms(quantile(overviews, 0.5))}, slowest ${ms(quantile(overviews, 1))}\n` +
      `  event loop late by ${ms(lag.p99)} (99 %), ${ms(lag.most)} at most; journal of the database ${mib(journal)}; ` +
      `stopped in ${ms(stopped)}\n`,
  );

const small = await measure(Math.max(1, Math.round(count / 10)), Math.min(seconds, 60));
show(small);
const large = await measure(count, seconds);
show(large);
const more = large.instruments - small.instruments;
const each = (of: 'agent' | 'portAgents'): string =>
  `${mib((large[of].rss - small[of].rss) / more)} and ${percent((large[of].share - small[of].share) / more, 3)} of a core`;
if (more > 0)
  process.stdout.write(`one more costs ${each('agent')} in the agent, ${each('portAgents')} in the port agents\n`);
for (const { instruments, samples } of [small, large]) {
  if (samples >= ENOUGH * instruments) continue;
  process.stderr.write(`samples are missing: ${samples.toFixed(1)} a second of ${instruments} instruments at 1 Hz\n`);
  process.exitCode = 1;
}
