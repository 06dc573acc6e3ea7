import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { type RunFile, runningPortAgent } from '../../src/port-agent/run-file.ts';
import type { Bench, Measured } from '../harness/bench.ts';
import { cpuSeconds, memoryOf } from '../harness/process-use.ts';
import { RECORDED_TEMPERATURE } from './sbe37-record.ts';
import { type Started, start } from './started.ts';
import { streamingDevice } from './streaming-device.ts';

const SONDE = resolve(import.meta.dirname, '../../bin/sonde.js');
const HEAVY = resolve(import.meta.dirname, 'heavy.ts');

const LIBRARIES = 'Node that opens DuckDB and a web server';

/** From the start of the process, in ms, until its first line; and what it used for that. */
async function untilLine(
  name: string,
  args: readonly string[],
  check: (line: string) => void = () => {},
): Promise<Measured> {
  const begun = performance.now();
  await using started = await start(name, args);
  check(await started.line());
  return { values: [performance.now() - begun], processes: [await started.use()] };
}

function checkSample(line: string): void {
  const { instrument, stream, values } = JSON.parse(line);
  if (instrument !== 'ctd' || stream !== 'ctd' || values.temp !== RECORDED_TEMPERATURE)
    throw new Error(`the first sample is not what the device sent: ${line}`);
}

/** A deployment of one streaming instrument, in a folder of its own. */
async function deployment() {
  await using stack = new AsyncDisposableStack();
  const { port } = stack.use(await streamingDevice());
  const data = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  stack.defer(() => rm(data, { recursive: true, force: true }));
  const file = join(data, 'sonde.yaml');
  const ctd = { kind: 'sea_bird.sbe37_smp', link: `tcp://127.0.0.1:${port}` };
  await writeFile(file, stringify({ data, server: { listen: '127.0.0.1:0' }, instruments: { ctd } }));
  const portAgent = () => runningPortAgent(join(data, 'run'), 'ctd');
  stack.defer(async () => {
    const left = await portAgent();
    if (left !== undefined) process.kill(left.pid);
  });
  const run = (...options: string[]): Promise<Started> =>
    start('sonde run', [SONDE, 'run', '--json', '-c', file, ...options], {
      SONDE_RUNTIME_DIR: join(data, 'sockets'),
      SONDE_LOG: 'error',
    });
  const held = stack.move();
  return { run, portAgent, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() };
}

let compiled: Promise<void> | undefined;

/** Once in a run of the benches: what is measured is not the first start after an installation. */
async function untilCompiled(): Promise<void> {
  await using deployed = await deployment();
  await using running = await deployed.run('--stop-port-agents');
  checkSample(await running.line());
}

/** `again`: after it ran and was stopped; its port agent has gone on. */
async function untilSample(again: boolean): Promise<Measured> {
  await using deployed = await deployment();
  compiled ??= untilCompiled();
  await compiled;
  if (again) {
    await using before = await deployed.run();
    checkSample(await before.line());
  }
  const usedBefore = await cpuOf(await deployed.portAgent());
  const begun = performance.now();
  await using running = await deployed.run('--stop-port-agents');
  checkSample(await running.line());
  const took = performance.now() - begun;
  const portAgent = await deployed.portAgent();
  const cpu = (((await cpuOf(portAgent)) - usedBefore) * 1000) / took;
  const own = { name: 'port agent', cpu, memory: await memoryOf(portAgent!.pid, 'peak') };
  return { values: [took], processes: [await running.use(), own] };
}

const cpuOf = async (portAgent: RunFile | undefined): Promise<number> => (portAgent ? cpuSeconds(portAgent.pid) : 0);

export const startBench: Bench = {
  name: 'start',
  title: 'Start: `sonde run` to the first sample of a streaming instrument',
  how:
    'From the start of the process until `sonde run --json` has printed the first sample, everything else at its defaults: log, store, web server. ' +
    'The instrument (an SBE 37-SMP at a TCP port) streams a record every 10 ms. ' +
    'What Node keeps of compiled modules (its compile cache) is there from a run before.',
  quantities: [{ name: '', unit: 'ms', better: 'less', goals: [{ value: 1000 }] }],
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: () => untilSample(false) },
    { name: 'Sonde again, its port agent runs', kind: 'sonde', run: () => untilSample(true) },
    { name: '`sonde --help`', kind: 'sonde', run: () => untilLine('sonde --help', [SONDE, '--help']) },
    { name: LIBRARIES, kind: 'limit', run: () => untilLine('Node', [HEAVY]) },
    { name: 'Node alone', kind: 'limit', run: () => untilLine('Node', ['--eval', 'console.log()']) },
  ],
};
