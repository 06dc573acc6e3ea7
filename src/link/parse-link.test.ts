import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import { formatLink, linkName } from './format-link.ts';
import type { LinkSpec } from './link-spec.ts';
import { parseLink } from './parse-link.ts';

const serial = { type: 'serial', baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flowControl: 'none' } as const;

const LINKS: Readonly<Record<string, LinkSpec>> = {
  'tcp://10.0.0.12:4001': { type: 'tcp', host: '10.0.0.12', port: 4001 },
  'tcp://ts-1.ship.local:4001?quiet=5min': { type: 'tcp', host: 'ts-1.ship.local', port: 4001, quietLimit: 300_000 },
  'tcp://10.0.0.7:2101?control=2102': { type: 'tcp', host: '10.0.0.7', port: 2101, controlPort: 2102 },
  'telnet://ts-2:2001?quiet=1min': { type: 'telnet', host: 'ts-2', port: 2001, quietLimit: 60_000 },
  'tcp://[fe80::1]:4001': { type: 'tcp', host: 'fe80::1', port: 4001 },
  'udp://10.0.0.12:4001?local=4002&quiet=90s': {
    type: 'udp',
    host: '10.0.0.12',
    port: 4001,
    localPort: 4002,
    quietLimit: 90_000,
  },
  'rxtx://botpt:9338,9337?quiet=1500ms': { type: 'rxtx', host: 'botpt', rxPort: 9338, txPort: 9337, quietLimit: 1500 },
  'serial:///dev/ttyUSB0?baud=9600&parity=none&data=8&stop=1&flow=none': { ...serial, path: '/dev/ttyUSB0' },
  'serial://COM3?baud=115200&parity=even&data=7&stop=1.5&flow=hardware': {
    type: 'serial',
    path: 'COM3',
    baud: 115_200,
    dataBits: 7,
    parity: 'even',
    stopBits: 1.5,
    flowControl: 'hardware',
  },
  'replay:///data/50%25%3F.bin?pace=fast': { type: 'replay', path: '/data/50%?.bin', pace: 'fast' },
  'replay://captures/adcp.bin?pace=960&loop=true': { type: 'replay', path: 'captures/adcp.bin', pace: 960, loop: true },
};

for (const [text, spec] of Object.entries(LINKS)) {
  test(`${text} is read, and written the same`, () => {
    assert.deepEqual(parseLink(text), spec);
    assert.equal(formatLink(spec), text);
  });
}

test('what is not given has a usual value, and durations may have a space', () => {
  assert.deepEqual(parseLink('serial:///dev/ttyS0'), { ...serial, path: '/dev/ttyS0' });
  assert.deepEqual(parseLink('replay:///x'), { type: 'replay', path: '/x', pace: 'fast' });
  assert.deepEqual(parseLink(' tcp://h:1?quiet=5 min '), { type: 'tcp', host: 'h', port: 1, quietLimit: 300_000 });
});

test('the name of a link leaves its options out', () => {
  assert.equal(linkName(parseLink('serial:///dev/ttyS0?baud=4800&quiet=1h')), 'serial:///dev/ttyS0');
});

const issuesOf = (text: string): string[] => {
  try {
    parseLink(text);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    assert.ok(error.issues.every((issue) => issue.where === text));
    return error.issues.map(({ name, message }) => `${name}: ${message}`);
  }
  return [];
};

test('all that is wrong with a link is said at once, with what would be right', () => {
  assert.deepEqual(issuesOf('serial://?baud=fast&parity=maybe&data=9&stop=3&flow=yes&quiet=soon&speed=1'), [
    'path: is missing: a path such as /dev/ttyUSB0',
    "baud: 'fast' is not a whole number from 50 to 4000000",
    "data: '9' is not one of 5, 6, 7, 8",
    "parity: 'maybe' is not one of none, even, odd, mark, space",
    "stop: '3' is not one of 1, 1.5, 2",
    "flow: 'yes' is not one of none, hardware, software",
    "quiet: 'soon' is not a duration such as '200 ms', '20 s', '2 min', '1 h' or '1 d'",
    'speed: there is no such option; there are: baud, data, parity, stop, flow, quiet',
  ]);
  assert.deepEqual(issuesOf('rxtx://:70000'), [
    "host: ':70000' does not begin with a host's name or address",
    "receiving port: '70000' is not a whole number from 1 to 65535",
    'transmitting port: is missing; it stands behind the host, as in rxtx://10.0.0.12:9338,9337',
  ]);
  assert.deepEqual(issuesOf('tcp://h:1,2'), ["port: '1,2' names more than a port"]);
  assert.deepEqual(issuesOf('tcp://h'), ['port: is missing; it stands behind the host, as in tcp://10.0.0.12:4001']);
  assert.deepEqual(issuesOf('replay:///x%?pace=0'), [
    "path: '/x%' has a % that is not followed by two hex digits; write %25",
    "pace: '0' is not 'recorded', 'fast' or a number of bytes per second",
  ]);
  assert.deepEqual(issuesOf('tcp://h:1?quiet=0 s'), ["quiet: '0 s' would close the link at once"]);
  for (const wrong of ['', '10.0.0.12:4001', 'http://h:1', 'constructor://h']) {
    assert.match(issuesOf(wrong)[0] ?? '', /^link: is none of the kinds tcp:\/\//);
  }
});
