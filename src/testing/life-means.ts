import { type Instrument, yieldsOf } from '../definition/instrument.ts';
import { isStreaming } from '../driver/declared/streaming.ts';
import { milliseconds } from '../kit/duration.ts';
import type { Values } from '../model/sample.ts';
import { exampleFor } from '../simulator/record-source.ts';
import { changeableNames, otherValue } from './life-change.ts';
import type { Life } from './life-rig.ts';
import type { LifeOptions } from './life-stage.ts';

/** A stream that is sent less often is not waited for, in ms. */
const SELDOM = 5 * 60_000;

/** It streams by itself, or is polled. */
export const streams = ({ definition, driver }: Life): boolean => isStreaming(definition, driver.getCurrentState());

/** In the state that the instrument is in, and that is none that passes. */
export const settled = (life: Life): Promise<void> =>
  life.until('the driver to know the state that the instrument is in', () => {
    const state = life.driver.getCurrentState();
    return state === life.simulator.state && life.definition.states[state]?.passes === undefined;
  });

/** Brings it to listen to commands. */
export async function listening(life: Life): Promise<void> {
  if (life.driver.getCurrentState() !== 'command') await life.driver.executeStopAutosample();
  await settled(life);
}

/** Brings it to stream. */
export async function streaming(life: Life): Promise<void> {
  if (!streams(life)) await life.driver.executeStartAutosample();
  await settled(life);
}

/** Waits for one more sample. */
export async function newSample(life: Life): Promise<void> {
  const before = life.told.samples.length;
  await life.until('a sample that comes by itself', () => life.told.samples.length > before);
}

/** The streams that come soon in the present state. */
export function soon({ definition, simulator, driver }: Life): readonly string[] {
  const rates = definition.simulation.streams;
  return (definition.states[driver.getCurrentState()]?.streaming ?? []).filter((name) => {
    const rate = rates[exampleFor(definition, name) ?? ''];
    if (rate === undefined || definition.samples[name]?.publish === 'changed') return false;
    if (rate.while !== undefined && !simulator.parameters[rate.while]) return false;
    const { every } = rate;
    const period =
      typeof every === 'string' ? milliseconds(every) : Number(simulator.parameters[every.parameter]) * 1000;
    return period < SELDOM;
  });
}

/** The streams whose samples a command brings by itself or by those that it runs. */
function broughtBy(commands: Instrument['commands'], name: string): readonly string[] {
  const command = commands[name];
  if (command === undefined) return [];
  const own = yieldsOf(command).slice(0, 1);
  return [...own, ...('runs' in command ? command.runs.flatMap((part) => broughtBy(commands, part)) : [])];
}

/** The result of a command, and a sample of each stream that it brings. */
export async function executed(life: Life, name: string): Promise<void> {
  const { definition, driver, told } = life;
  await driver.execute(name);
  const wanted = broughtBy(definition.commands, name).filter(
    (stream) => definition.samples[stream]?.publish !== 'changed',
  );
  await life.until(`samples of ${wanted.join(', ')} from ${name}`, () =>
    wanted.every((wantedStream) => told.samples.some(({ stream }) => stream === wantedStream)),
  );
}

/** The changes that are given, or of the first parameter that has another value. */
export function changes({ definition, driver }: Life, { change }: LifeOptions): Values {
  if (change !== undefined) return change;
  for (const name of changeableNames(definition)) {
    const parameter = definition.parameters[name];
    const other = parameter && otherValue(parameter, driver.parameters()[name]?.actual ?? null);
    if (other !== undefined) return { [name]: other };
  }
  return {};
}
