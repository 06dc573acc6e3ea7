import assert from 'node:assert/strict';
import type { Instrument } from '../definition/instrument.ts';
import { milliseconds } from '../kit/duration.ts';
import { executed, listening, newSample, settled, soon, streaming, streams } from './life-means.ts';
import { directAccess, eachParameter, parameters } from './life-parameters.ts';
import type { Life } from './life-rig.ts';
import type { LifeOptions, Stage } from './life-stage.ts';

const needs =
  (command: string) =>
  ({ definition }: Life): string | undefined =>
    command in definition.commands ? undefined : `it has no command '${command}'`;

const never = (): undefined => undefined;

function desiredIsActual({ driver }: Life, names: readonly string[]): void {
  for (const name of names) {
    const { desired, actual } = driver.parameters()[name] ?? {};
    assert.deepEqual(actual, desired, name);
  }
}

const withStartUp = ({ parameters }: Instrument): readonly string[] =>
  Object.entries(parameters).flatMap(([name, { startup }]) => (startup === undefined ? [] : [name]));

const discovery: Stage = {
  name: 'it is found',
  missing: never,
  async live(life) {
    assert.equal(await life.driver.discover(), life.simulator.state);
  },
};

const startUp: Stage = {
  name: 'its start-up values are applied, and only what differs is sent',
  missing: ({ definition }) => (withStartUp(definition).length > 0 ? undefined : 'no parameter has a start-up value'),
  async live(life) {
    const { driver, told, definition } = life;
    await driver.startUp({ mode: 'command' });
    await settled(life);
    desiredIsActual(life, withStartUp(definition));
    told.forget();
    await driver.startUp({ mode: 'command' });
    assert.deepEqual(told.of('config_change'), [], 'a second start-up changes nothing');
  },
};

const status: Stage = {
  name: 'a status is acquired',
  missing: needs('acquire_status'),
  live: (life) => executed(life, 'acquire_status'),
};

const sample: Stage = {
  name: 'a sample is acquired',
  missing: needs('acquire_sample'),
  async live(life) {
    const before = life.driver.getCurrentState();
    await executed(life, 'acquire_sample');
    assert.equal(life.driver.getCurrentState(), before);
  },
};

/** Those that leave the instrument as it is, and that need not be told anything. */
function harmless({ definition, driver }: Life, { spare = [] }: LifeOptions): readonly string[] {
  return driver.capabilities().commands.filter((name) => {
    const command = definition.commands[name];
    if (command === undefined || command.dangerous || command.to !== undefined || spare.includes(name)) return false;
    return !Object.values(command.arguments ?? {}).some(({ required }) => required);
  });
}

const others: Stage = {
  name: 'all commands that change nothing are answered',
  missing: never,
  async live(life, options) {
    for (const name of harmless(life, options)) await executed(life, name);
    await settled(life);
  },
};

const stream: Stage = {
  name: 'it streams',
  missing: needs('start_autosample'),
  async live(life) {
    await streaming(life);
    life.told.forget();
    await newSample(life);
    const wanted = soon(life);
    await life.until(`two samples of each of ${wanted.join(', ')}`, () =>
      wanted.every((name) => life.told.samples.filter((one) => one.stream === name).length >= 2),
    );
  },
};

/** The parameter that says how often the clock is set by itself. */
function clockTrigger({ jobs = {} }: Instrument): string | undefined {
  const job = Object.values(jobs).find(({ runs }) => runs === 'clock_sync');
  return job && 'every' in job && typeof job.every !== 'string' ? job.every.parameter : undefined;
}

/** By its schedule where it has one, and by a command where not; while it streams where that can be done. */
async function setClock(life: Life): Promise<void> {
  const { definition, driver, told } = life;
  const trigger = clockTrigger(definition);
  if (trigger === undefined) {
    if (!driver.capabilities().commands.includes('clock_sync')) await listening(life);
    await driver.execute('clock_sync');
    return;
  }
  const seconds = definition.parameters[trigger]?.type !== 'text';
  await driver.set({ [trigger]: seconds ? 60 : '1 min' });
  await life.until('the scheduled setting of the clock', () => told.of('clock_drift').length >= 2);
  await driver.set({ [trigger]: seconds ? 0 : '0 s' });
}

const clock: Stage = {
  name: 'its clock is set while it streams, and it goes on',
  missing: ({ definition }) => (definition.clock === undefined ? 'it has no clock that is set' : undefined),
  async live(life) {
    const { definition, told } = life;
    const wasStreaming = streams(life);
    const before = life.clockError();
    await setClock(life);
    assert(told.of('clock_drift').length > 0, 'how wrong it was is told');
    assert(life.clockError() < before, `it was wrong by ${before} ms and is by ${life.clockError()} ms`);
    assert(life.clockError() <= milliseconds(definition.clock!.tolerance));
    if (!wasStreaming) return;
    await streaming(life);
    await newSample(life);
  },
};

const cable: Stage = {
  name: 'the cable is pulled while it streams, and it goes on when it is back',
  missing: needs('start_autosample'),
  async live(life) {
    const { driver, told } = life;
    await streaming(life);
    await newSample(life);
    told.forget();
    life.pullCable();
    await life.until('the loss to be noticed', () => told.states.includes('instrument_disconnected'));
    await life.until('the instrument to be back', () => driver.getCurrentState() === 'unknown');
    await driver.startUp({ mode: 'autosample' });
    await settled(life);
    await newSample(life);
  },
};

const stop: Stage = {
  name: 'it is stopped, and listens',
  missing: needs('stop_autosample'),
  live: (life) => listening(life),
};

/** In this order. */
export const STAGES: readonly Stage[] = [
  discovery,
  startUp,
  status,
  sample,
  others,
  stream,
  clock,
  parameters,
  eachParameter,
  directAccess,
  cable,
  stop,
];
