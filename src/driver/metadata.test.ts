import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { vector } from '../instruments/nortek/vector/index.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { ParameterError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { recalling } from '../sieve/test-recalling.ts';
import { argumentsOf, configMetadata } from './metadata.ts';
import { ParameterTable } from './parameters/parameter-table.ts';
import { device } from './parameters/test-definitions.ts';

/** The part of JSON Schema (2020-12) that the metadata use. */
function accepts(schema: Readonly<Record<string, unknown>>, value: unknown): boolean {
  const atLeast = (limit: unknown, size: number): boolean => typeof limit !== 'number' || size >= limit;
  const atMost = (limit: unknown, size: number): boolean => typeof limit !== 'number' || size <= limit;
  if (Array.isArray(schema.enum)) return schema.enum.includes(value);
  switch (schema.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return (
        typeof value === 'string' &&
        new RegExp(String(schema.pattern ?? ''), 'u').test(value) &&
        atLeast(schema.minLength, value.length) &&
        atMost(schema.maxLength, value.length)
      );
    case 'array':
      return (
        Array.isArray(value) &&
        value.every(Number.isInteger) &&
        atLeast(schema.minItems, value.length) &&
        atMost(schema.maxItems, value.length)
      );
    case 'integer':
    case 'number':
      return (
        typeof value === 'number' &&
        (schema.type === 'number' || Number.isInteger(value)) &&
        atLeast(schema.minimum, value) &&
        atMost(schema.maximum, value)
      );
    default:
      return assert.fail(`no such type: ${schema.type}`);
  }
}

const isValid = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch (error) {
    assert.ok(error instanceof ParameterError);
    return false;
  }
};

for (const definition of [device, sbe37Smp, vector]) {
  test(`the metadata of ${definition.kind} are plain JSON`, () => {
    const metadata = configMetadata(definition);
    assert.deepEqual(JSON.parse(JSON.stringify(metadata)), metadata);
    assert.deepEqual(Object.keys(metadata.parameters), Object.keys(definition.parameters));
    const settable = definition.clock === undefined ? [] : ['clock_sync'];
    assert.deepEqual(Object.keys(metadata.commands), [...Object.keys(definition.commands), ...settable]);
    assert.deepEqual(Object.keys(metadata.streams), Object.keys(definition.samples));
  });

  test(`the start-up values of ${definition.kind} are what their schemas allow`, () => {
    for (const [name, { schema, startup }] of Object.entries(configMetadata(definition).parameters)) {
      if (startup !== undefined) assert.ok(accepts(schema, startup), name);
    }
  });
}

test('a schema says of any value what the check says', () => {
  const table = new ParameterTable(device, { clock: new FakeClock() });
  const { parameters } = configMetadata(device);
  const settable = Object.keys(parameters).filter((name) => parameters[name]?.visibility !== 'read_only');
  const value = fc.oneof(
    fc.boolean(),
    fc.integer({ min: -70_000, max: 70_000 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ maxLength: 8 }),
    fc.constantFrom('enu', 'beam', '10 min', '0 s', 'AQIDBA==', 'a\r\nb', 'Ångström', null),
    fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...settable), value, (name, given) => {
      const { schema, visibility } = parameters[name] ?? assert.fail(name);
      // A choice is also taken by the value that stands for it, which a form need not offer.
      if (name === 'system' && typeof given === 'number') return;
      const phase = visibility === 'startup' ? 'startup' : 'set';
      assert.equal(
        isValid(() => table.validate({ [name]: given }, phase)),
        accepts(schema, given),
      );
    }),
    { numRuns: 3000 },
  );
});

test('a parameter is described with its range, unit, group, start-up value and visibility', () => {
  const { parameters } = configMetadata(device);
  assert.deepEqual(parameters.interval, {
    title: 'Interval',
    visibility: 'read_write',
    unit: 's',
    startup: 60,
    restored_after_direct_access: true,
    schema: { type: 'integer', minimum: 5, maximum: 3600, default: 60 },
  });
  assert.deepEqual(parameters.rate, {
    title: 'Sample rate',
    visibility: 'read_write',
    startup: 8,
    restored_after_direct_access: true,
    group: 'configuration',
    schema: { type: 'integer', minimum: 1, maximum: 65_535, default: 8 },
  });
  assert.deepEqual(parameters.system?.schema, { enum: ['enu', 'xyz', 'beam'], default: 'beam' });
  assert.equal(parameters.version?.schema.readOnly, true);
  assert.equal(parameters.label?.restored_after_direct_access, false);
});

test('a command is described with its states, its time limit and its arguments', () => {
  const { commands } = configMetadata(device);
  assert.deepEqual(commands.read_configuration?.states, ['command', 'autosample']);
  assert.equal(commands.both?.timeout, 25_000);
  assert.equal(commands.move?.dangerous, true);
  assert.deepEqual(commands.move?.arguments, {
    type: 'object',
    properties: {
      position: { title: 'Position', type: 'number', minimum: 0, maximum: 250 },
      times: { title: 'Times', type: 'integer', minimum: 1 },
      note: { title: 'Note', type: 'string', pattern: '^[\\x20-\\x7e\\xa0-\\xff]*$' },
      fast: { title: 'Fast', type: 'boolean' },
    },
    required: ['position'],
    additionalProperties: false,
  });
});

test('fields are described with their units and standard names', () => {
  const { fields, ooi } = configMetadata(sbe37Smp).streams.ctd ?? assert.fail('no ctd');
  assert.equal(ooi, 'parsed');
  assert.equal(fields.conductivity?.unit, 'S m-1');
  assert.equal(fields.temp?.cf, 'sea_water_temperature');
});

test('arguments are checked all at once', () => {
  const { move, status } = device.commands;
  assert.deepEqual(argumentsOf('move', move, { position: 12.5, fast: true }), { position: 12.5, fast: true });
  assert.deepEqual(argumentsOf('status', status, undefined), {});
  assert.throws(
    () => argumentsOf('move', move, { times: 0, note: 'a\nb', positon: 3 }),
    (error) => {
      assert.ok(error instanceof ParameterError);
      assert.deepEqual(
        error.issues.map(({ name, message }) => `${name} ${message}`),
        [
          "positon is not there; did you mean 'position'?",
          'position is missing; it must be a number from 0 to 250 mm',
          'times 0 is not a whole number of at least 1',
          'note "a\\nb" is not a text on one line',
        ],
      );
      return true;
    },
  );
  assert.throws(() => argumentsOf('status', status, { x: 1 }), /x: is not there; there are none/);
  assert.throws(() => argumentsOf('status', status, [1]), /arguments of 'status' are given by name/);
});

test('what a stream joins is described as where it comes from', () => {
  const { fields } = configMetadata({ ...vector, samples: recalling.samples }).streams.even ?? assert.fail('no even');
  assert.deepEqual(fields, {
    value: { title: 'Value', type: 'integer' },
    scale: { title: 'Scale', type: 'integer' },
  });
});
