import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../kit/clock.ts';
import { ConfigError } from '../kit/errors.ts';
import { silentLogger } from '../kit/logger.ts';
import { PortAgentLauncher } from './launcher.ts';
import type { PortAgentOptions } from './options.ts';
import { runPortAgents } from './process.ts';
import { fromArguments, type ProcessOptions, toArguments } from './process-arguments.ts';
import { runningPortAgents } from './run-file.ts';
import { Device, dial, temporaryFolder } from './test-rig.ts';

async function twoInstruments(t: TestContext): Promise<{ options: PortAgentOptions[]; run: string }> {
  const data = await temporaryFolder(t);
  const run = join(data, 'run');
  const common = { data, run, clock: systemClock, logger: silentLogger };
  const devices = [await Device.open(t), await Device.open(t)];
  const options = devices.map(({ port }, i) => ({
    ...common,
    name: `ctd_${i}`,
    link: { type: 'tcp', host: '127.0.0.1', port } as const,
  }));
  return { options, run };
}

async function untilRunning(run: string, count: number): Promise<void> {
  while ((await runningPortAgents(run)).length !== count) await new Promise(setImmediate);
}

test('one process serves several instruments until it is told to stop', async (t) => {
  const { options, run } = await twoInstruments(t);
  const stop = new AbortController();
  const running = runPortAgents(options, { signal: stop.signal });
  await untilRunning(run, 2);
  stop.abort();
  await running;
  assert.deepEqual(await runningPortAgents(run), []);
});

test('the program log says which of several instruments it speaks of', async (t) => {
  const { options, run } = await twoInstruments(t);
  const named = new Set<unknown>();
  const note = (facts: object): void => void named.add('instrument' in facts && facts.instrument);
  const logger = { debug: note, info: note, warn: note, error: note };
  const stop = new AbortController();
  const running = runPortAgents(
    options.map((own) => ({ ...own, logger })),
    { signal: stop.signal },
  );
  await untilRunning(run, 2);
  while (named.size < 2) await new Promise(setImmediate);
  stop.abort();
  await running;
  assert.deepEqual([...named].sort(), ['ctd_0', 'ctd_1']);
});

test('it ends when every one of them was shut down', async (t) => {
  const { options, run } = await twoInstruments(t);
  const running = runPortAgents(options, { signal: new AbortController().signal });
  await untilRunning(run, 2);
  for (const { ports } of await runningPortAgents(run)) (await dial(t, ports.command)).send('shutdown\n');
  await running;
});

test('one of several in a process is stopped without the others', async (t) => {
  const { options, run } = await twoInstruments(t);
  const stop = new AbortController();
  const running = runPortAgents(options, { signal: stop.signal });
  await untilRunning(run, 2);
  // The process is this one: a signal would end the test.
  await new PortAgentLauncher(options[0]!).stop();
  assert.deepEqual(
    (await runningPortAgents(run)).map(({ name }) => name),
    ['ctd_1'],
  );
  stop.abort();
  await running;
});

test('when one cannot be started, none runs', async (t) => {
  const { options, run } = await twoInstruments(t);
  const wrong = { ...options[1]!, name: 'no name' };
  await assert.rejects(runPortAgents([options[0]!, wrong], { signal: new AbortController().signal }), ConfigError);
  assert.deepEqual(await runningPortAgents(run), []);
});

test('options survive the command line', () => {
  const options: ProcessOptions = {
    name: 'ctd_12m',
    link: { type: 'tcp', host: '10.0.0.12', port: 4001, quietLimit: 300_000 },
    data: '/data with blanks',
    run: '/run',
    listen: '0.0.0.0',
    ports: { data: 6001, command: 6002 },
    upkeep: { compress: false, archive: '/mnt/nas of the ship', keepDays: 365, keepBytes: 100e9 },
  };
  assert.deepEqual(fromArguments(toArguments(options)), options);
});

test('what is missing or unknown on the command line is named', () => {
  assert.throws(
    () => fromArguments(['--name', 'ctd', '--run', '/run']),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.issues.map(({ name }) => name),
        ['--link', '--data'],
      );
      return true;
    },
  );
  assert.throws(() => fromArguments(['--naem', 'ctd']), /--naem/);
  const all = ['--name', 'ctd', '--link', 'tcp://h:1', '--data', '/d', '--run', '/r', '--compress', 'maybe'];
  assert.throws(
    () => fromArguments([...all, '--keep-days', '0']),
    /--compress: must be yes or no, not 'maybe'\n--keep-days: .* above 0/,
  );
});
