import assert from 'node:assert/strict';
import { sameValue } from '../driver/parameters/same-value.ts';
import { toText } from '../kit/bytes.ts';
import { sleep } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';
import type { Values } from '../model/sample.ts';
import { canBeShown, changeableNames, otherValue, settableNames, typedFor } from './life-change.ts';
import { changes, listening } from './life-means.ts';
import type { Life } from './life-rig.ts';
import type { LifeOptions, Stage } from './life-stage.ts';

const NONE = 'it has no parameter that is changed without harm';

const noParameters = (life: Life, options: LifeOptions): string | undefined =>
  changeableNames(life.definition).length === 0 && options.change === undefined ? NONE : undefined;

function assertActual({ driver, definition }: Life, wanted: Values): void {
  for (const [name, value] of Object.entries(wanted)) {
    const actual = driver.parameters()[name]?.actual ?? null;
    assert(sameValue(definition.parameters[name]!, actual, value), `${name} is ${actual} after ${value} was set`);
  }
}

export const parameters: Stage = {
  name: 'parameters are changed, and read back',
  missing: noParameters,
  async live(life, options) {
    const { definition, driver, told } = life;
    const wanted = changes(life, options);
    if (definition.settings?.whileStreaming !== 'pause') await listening(life);
    const before = driver.getCurrentState();
    told.forget();
    await driver.set(wanted);
    assert.equal(driver.getCurrentState(), before, 'it goes on as before');
    assertActual(life, wanted);
    const [change] = told.of('config_change');
    assert.deepEqual(Object.keys(change?.changes ?? {}), Object.keys(wanted), 'the change is told');
  },
};

/** Every one that is set, with another value than it has. */
function otherValues({ definition, driver }: Life): Values {
  const values = settableNames(definition).map((name) => {
    const other = otherValue(definition.parameters[name]!, driver.parameters()[name]?.actual ?? null);
    return [name, other !== undefined && canBeShown(definition, name, other) ? other : undefined] as const;
  });
  return Object.fromEntries(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

const actualValues = ({ driver }: Life, names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, driver.parameters()[name]?.actual ?? null]));

export const eachParameter: Stage = {
  name: 'each parameter is changed, read back, and changed back',
  missing: ({ definition }) => (settableNames(definition).length > 0 ? undefined : NONE),
  async live(life) {
    const { definition, driver } = life;
    await listening(life);
    const change = async (values: Values): Promise<void> => {
      const all = Object.entries(values);
      const isFree = (name: string): boolean => definition.parameters[name]?.visibility === 'read_write';
      // Some are set only at start-up, which sets the others too.
      await driver.startUp({ parameters: Object.fromEntries(all.filter(([name]) => !isFree(name))), mode: 'command' });
      for (const [name, value] of all) if (isFree(name)) await driver.set({ [name]: value });
      assertActual(life, values);
    };
    const others = otherValues(life);
    const before = actualValues(life, Object.keys(others));
    await change(others);
    await change(before);
  },
};

export const directAccess: Stage = {
  name: 'what direct access changes is set back',
  missing: noParameters,
  async live(life, options) {
    const { definition, driver, simulator, told } = life;
    await listening(life);
    const wanted = changes(life, options);
    const names = Object.keys(wanted);
    const before = names.map((name) => simulator.parameters[name]);
    const now = (): unknown[] => names.map((name) => simulator.parameters[name]);
    await driver.executeStartDirectAccess();
    for (const bytes of typedFor(definition, simulator, wanted)) {
      const heard = told.of('direct_access').length;
      await driver.executeDirectAccess(bytes);
      await life.until(
        `an answer to ${JSON.stringify(toText(bytes.subarray(0, 80)))}`,
        () => told.of('direct_access').length > heard,
      );
    }
    // Direct access takes its time, even where the clock stands.
    await sleep(life.clock, Math.max(1, milliseconds(definition.simulation.settles ?? '0 s')));
    assert.notDeepEqual(now(), before, `what was typed changes ${names.join(', ')}`);
    assert.equal(await driver.executeStopDirectAccess(), 'command');
    assert.deepEqual(now(), before, `${names.join(', ')} afterwards`);
    assert.deepEqual(told.errors, []);
  },
};
