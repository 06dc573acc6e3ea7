import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reply } from '../../definition/instrument.ts';
import { concatBytes, toBytes, toText } from '../../kit/bytes.ts';
import { type Issue, ParameterError } from '../../kit/errors.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import { type Change, ParameterTable } from './parameter-table.ts';
import { CALIBRATION, configuration, device, STATUS } from './test-definitions.ts';

const replyOf = (content: string | Uint8Array): Reply =>
  typeof content === 'string' ? { text: content, bytes: toBytes(content) } : { text: toText(content), bytes: content };

function table(read: { readonly [command: string]: string | Uint8Array } = {}) {
  const clock = new FakeClock();
  const changes: Change[] = [];
  const unreadable: Issue[] = [];
  const parameters = new ParameterTable(device, {
    clock,
    onChange: (more) => changes.push(...more),
    onUnreadable: (_command, problems) => unreadable.push(...problems),
  });
  for (const [command, content] of Object.entries(read)) parameters.read(command, replyOf(content));
  changes.length = 0;
  return { parameters, clock, changes, unreadable };
}

const everything = () => table({ status: STATUS, calibration: CALIBRATION, read_configuration: configuration() });

test('a reply shows all the parameters of its command, as text or as bytes', () => {
  const { parameters, unreadable } = everything();
  assert.deepEqual(parameters.get('all'), {
    serial_number: '2165',
    interval: 60,
    salinity: false,
    label: 'mooring 7',
    depth: 12,
    ta0: -2.572242e-4,
    rate: 8,
    offset: -2,
    system: 'beam',
    deployment: 'VEC',
    begin: [12, 34, 56],
    table: Uint8Array.of(1, 2, 3, 4),
    version: 7,
    clock_sync: '0 s',
  });
  assert.deepEqual(unreadable, []);
});

test('what a reply does not show, or not readably, is reported and stays as it was', () => {
  const { parameters, unreadable } = everything();
  const changes = parameters.read(
    'status',
    replyOf('interval = 99999999999 s\r\ndepth = deep m\r\noutput salinity\r\n'),
  );
  assert.deepEqual(
    changes.map(({ name }) => name),
    ['interval', 'salinity'],
  );
  assert.deepEqual(
    unreadable.map(({ name }) => name),
    ['serial_number', 'label', 'depth'],
  );
  assert.match(unreadable[2]?.message ?? '', /'depth = deep': 'deep' is not a number/);
  assert.equal(parameters.get(['depth']).depth, 12);
});

test('a blob is found between other bytes by its checksum, and one without a right checksum is reported', () => {
  const { parameters, unreadable } = table();
  parameters.read(
    'read_configuration',
    replyOf(concatBytes([Uint8Array.of(6, 6, 1), configuration(), Uint8Array.of(6, 6)])),
  );
  assert.equal(parameters.get(['rate']).rate, 8);
  const broken = configuration();
  broken[0] = 9;
  parameters.read('read_configuration', replyOf(broken));
  assert.equal(parameters.get(['rate']).rate, 8);
  assert.match(unreadable[0]?.message ?? '', /no 22 bytes of the reply's 22 have a right sum of 16-bit words/);
});

test('a value of an unknown choice stays as the instrument showed it', () => {
  const { parameters } = table({ read_configuration: configuration((bytes) => bytes.fill(9, 4, 5)) });
  assert.equal(parameters.get(['system']).system, 9);
});

test('only real changes are told', () => {
  const { parameters, changes } = everything();
  parameters.read('status', replyOf(STATUS));
  parameters.read('read_configuration', replyOf(configuration()));
  assert.deepEqual(changes, []);
  parameters.read('status', replyOf(STATUS.replace('= 60 s', '= 30 s')));
  assert.deepEqual(changes, [{ name: 'interval', from: 60, to: 30 }]);
});

test('all that is wrong with values is said at once, and nothing of it is taken', () => {
  const { parameters } = everything();
  const wrong = {
    intervall: 5,
    serial_number: '1',
    interval: 2,
    salinity: 'yes',
    label: 'x',
    depth: Number.NaN,
    rate: 0.5,
    offset: 40_000,
    system: 'polar',
    deployment: 'much too long',
    table: 'AQI=',
    clock_sync: 'often',
  };
  assert.throws(
    () => parameters.validate(wrong, 'set'),
    (error) => {
      assert.ok(error instanceof ParameterError);
      assert.deepEqual(Object.fromEntries(error.issues.map(({ name, message }) => [name, message])), {
        intervall: "is not there; did you mean 'interval'?",
        serial_number: 'is read only',
        interval: '2 is not a whole number from 5 to 3600 s',
        salinity: '"yes" is not true or false',
        label: 'may be set only at start-up',
        depth: 'NaN is not a number (m)',
        rate: '0.5 is not a whole number from 1 to 65535',
        offset: '40000 is not a whole number from -32768 to 32767',
        system: '"polar" is not one of enu, xyz, beam',
        deployment: '"much too long" is not a text on one line of at most 6 characters',
        table: '"AQI=" is not 4 bytes in base64',
        clock_sync: "\"often\" is not a duration such as '30 s', '10 min' or '1 d'",
      });
      return true;
    },
  );
});

test('a text cannot smuggle in a second command', () => {
  const { parameters } = everything();
  assert.throws(() => parameters.validate({ label: 'a\r\nSTARTNOW' }, 'startup'), ParameterError);
});

test('values that are no object are refused', () => {
  const { parameters } = everything();
  for (const values of [null, undefined, 'interval', 5, [1]]) {
    assert.throws(() => parameters.validate(values, 'set'), /parameters are given by name/);
  }
  assert.throws(
    () => parameters.validate(JSON.parse('{"__proto__": 1, "constructor": 2}'), 'set'),
    /constructor: is not/,
  );
});

test('a choice is taken by its label or by the value that stands for it, and kept as its label', () => {
  const { parameters } = everything();
  assert.deepEqual(parameters.validate({ system: 'xyz' }, 'set'), { system: 'xyz' });
  assert.deepEqual(parameters.validate({ system: 0 }, 'set'), { system: 'enu' });
});

test('bytes are taken as they are or in base64', () => {
  const { parameters } = everything();
  const bytes = Uint8Array.of(1, 2, 3, 250);
  assert.deepEqual(parameters.validate({ table: bytes }, 'set'), { table: bytes });
  assert.deepEqual(parameters.validate({ table: 'AQID+g==' }, 'set'), { table: bytes });
});

test('only what differs is planned: texts one by one in the order of the definition, a blob once', () => {
  const { parameters } = everything();
  const values = parameters.validate(
    { system: 'enu', salinity: true, interval: 60, rate: 16, ta0: 1.5, deployment: 'VEC' },
    'set',
  );
  const differing = parameters.differing(values);
  assert.deepEqual(Object.keys(differing).sort(), ['rate', 'salinity', 'system', 'ta0']);
  const steps = parameters.plan(differing);
  assert.deepEqual(
    steps.map(({ names }) => names),
    [['salinity'], ['ta0'], ['rate', 'system']],
  );
  assert.equal(steps[0]?.exchange.send, 'SAL=y');
  assert.equal(steps[1]?.exchange.send, 'TA0=1.500000e+00');
  const expected = configuration((bytes) => bytes.set([16, 0, 0xfe, 0xff, 0]));
  assert.deepEqual(steps[2]?.exchange.send, concatBytes([toBytes('CC'), expected]));
  assert.equal(steps[2]?.exchange.timeout, '9 s');
  assert.deepEqual(steps[2]?.exchange.until?.kind, 'bytes');
});

test('a plan does not change what is known, and a blob that was not read cannot be written', () => {
  const { parameters } = everything();
  parameters.plan({ rate: 16 });
  assert.equal(parameters.get(['rate']).rate, 8);
  assert.deepEqual(parameters.plan({}), []);
  assert.throws(() => table().parameters.plan({ rate: 16 }), /configuration: .* 'read_configuration' shows it/);
});

test('what is not known differs', () => {
  assert.deepEqual(table().parameters.differing({ interval: 60 }), { interval: 60 });
});

test('a value that comes back within its tolerance, or as it was sent, is verified', () => {
  const { parameters } = everything();
  assert.deepEqual(parameters.verify({ depth: 12.25, ta0: -2.5722424e-4, salinity: false, system: 'beam' }), []);
  assert.deepEqual(parameters.verify({ depth: 12.3, ta0: -2.5723e-4, interval: 30, begin: [12, 34, 57] }), [
    { name: 'depth', desired: 12.3, actual: 12 },
    { name: 'ta0', desired: -2.5723e-4, actual: -2.572242e-4 },
    { name: 'interval', desired: 30, actual: 60 },
    { name: 'begin', desired: [12, 34, 57], actual: [12, 34, 56] },
  ]);
});

test('states show what is wanted, what is so, and when that was last seen', async () => {
  const { parameters, clock } = table();
  assert.deepEqual(parameters.states().interval, { actual: null });
  await clock.advance(1500);
  parameters.read('status', replyOf(STATUS));
  parameters.desire({ interval: 30 });
  assert.deepEqual(parameters.states().interval, { actual: 60, desired: 30, verified: '2026-01-01T00:00:01.500Z' });
});

test("the driver's own parameters take effect when they are wanted", () => {
  const { parameters, changes } = table();
  assert.deepEqual(parameters.plan({ clock_sync: '1 d' }), []);
  parameters.desire(parameters.validate({ clock_sync: '1 d' }, 'set'));
  assert.equal(parameters.get(['clock_sync']).clock_sync, '1 d');
  assert.deepEqual(changes, [{ name: 'clock_sync', from: '0 s', to: '1 d' }]);
  assert.deepEqual(parameters.verify({ clock_sync: '1 d' }), []);
});

test('names that are not there are named all at once', () => {
  const { parameters } = everything();
  assert.throws(
    () => parameters.get(['interval', 'nterval', 'nonsense']),
    (error) => error instanceof ParameterError && error.issues.length === 2,
  );
});

test('commands are asked again when what they show is too old, and never for what no command shows', async () => {
  const { parameters, clock } = table({ status: STATUS });
  assert.deepEqual(parameters.stale('all', 60_000), ['calibration', 'read_configuration']);
  assert.deepEqual(parameters.stale(['interval', 'clock_sync'], 0), []);
  await clock.advance(1000);
  parameters.read('calibration', replyOf(CALIBRATION));
  assert.deepEqual(parameters.stale(['interval', 'ta0'], 999), ['status']);
  assert.deepEqual(parameters.stale(['interval', 'ta0'], 1000), []);
  assert.deepEqual(parameters.shownBy(['ta0', 'rate', 'offset', 'clock_sync']), ['calibration', 'read_configuration']);
});

test('start-up values are those of the definition with the given ones over them', () => {
  const { parameters } = table();
  assert.deepEqual(parameters.startupValues(), { interval: 60, rate: 8, system: 'beam', clock_sync: '0 s' });
  assert.deepEqual(parameters.startupValues({ rate: 16, label: 'here' }), {
    interval: 60,
    label: 'here',
    rate: 16,
    system: 'beam',
    clock_sync: '0 s',
  });
  assert.throws(() => parameters.startupValues({ version: 1, rate: -1 }), /rate: -1 is not .*\nversion: is read only/);
});

test('a snapshot holds what must be brought back after direct access, as far as it is known', () => {
  assert.deepEqual(table({ status: STATUS }).parameters.snapshot(), { interval: 60, salinity: false, depth: 12 });
  const { parameters } = everything();
  const before = parameters.snapshot();
  parameters.read('status', replyOf(STATUS.replace('= 60 s', '= 5 s')));
  assert.deepEqual(parameters.differing(before), { interval: 60 });
});
