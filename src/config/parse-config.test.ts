import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ConfigError } from '../kit/errors.ts';
import { parseConfig } from './parse-config.ts';

const known = { kinds: ['sea_bird.sbe37_smp', 'nortek.vector'] };

const issuesOf = (text: string) => {
  try {
    parseConfig(text, 'sonde.yaml', known);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.issues;
  }
  return [];
};

test('a whole configuration is read, with defaults for what it does not say', () => {
  const config = parseConfig(
    `
site: rv_nansen
instruments:
  ctd_12m:
    kind: sea_bird.sbe37_smp
    link: tcp://10.0.0.12:4001
    position: { latitude: 60.4, longitude: 5.3, depth: 12 }
    startup: { parameters: { interval: 60 }, mode: autosample }
    schedule: { clock_sync: { cron: '0 3 * * *' }, acquire_status: { every: 6 h } }
  old_vector:
    kind: nortek.vector
    attach: tcp://10.0.0.7:6001?command=6002
outputs: { jsonl: ./out }
`,
    'sonde.yaml',
    known,
  );
  assert.equal(config.data, './data');
  assert.equal(config.instruments.ctd_12m?.startup?.parameters?.interval, 60);
  assert.deepEqual(config.instruments.ctd_12m?.schedule?.acquire_status, { every: '6 h' });
});

test('a setting that is not known is told with the one that was meant', () => {
  const issues = issuesOf(`sitte: rv_nansen
instruments:
  ctd:
    kind: sea_bird.sbe37_smp
    link: tcp://10.0.0.12:4001
    possition: { latitude: 60.4, longitude: 5.3 }
    quality: { temp: { spikes: { fail: 1 }, gross_rnge: { fail: [0, 1] }, spike: { fail: 1, metod: average } } }
`);
  assert.deepEqual(
    issues.map(({ name, message }) => `${name}: ${message}`),
    [
      "sitte: is not a setting that is known here; did you mean 'site'?",
      "instruments.ctd.possition: is not a setting that is known here; did you mean 'position'?",
      "instruments.ctd.quality.temp.spikes: is not a setting that is known here; did you mean 'spike'?",
      "instruments.ctd.quality.temp.gross_rnge: is not a setting that is known here; did you mean 'gross_range'?",
      "instruments.ctd.quality.temp.spike.metod: is not a setting that is known here; did you mean 'method'?",
    ],
  );
});

test('all errors of a file come at once, each with its line, its path and what would be right', () => {
  const issues = issuesOf(`instruments:
  CTD:
    kind: sea_bird.sbe37_smp
    link: tcp://10.0.0.12:4001
  ctd:
    kind: sea_bird.sbe37_smp
    colour: red
    position: { latitude: 160, longitude: 5 }
  nothing:
    link: tcp://10.0.0.13:4001
    attach: tcp://10.0.0.13:4001
`);
  const found = issues.map(({ where, name }) => `${where} ${name}`);
  assert.deepEqual(found, [
    'sonde.yaml:2:3 instruments.CTD',
    'sonde.yaml:5:3 instruments.ctd',
    'sonde.yaml:7:5 instruments.ctd.colour',
    'sonde.yaml:8:17 instruments.ctd.position.latitude',
    'sonde.yaml:9:3 instruments.nothing.kind',
    'sonde.yaml:9:3 instruments.nothing',
  ]);
  assert.match(issues[0]!.message, /must be snake_case/);
});

test('wrong kinds, links and schedules are found together', () => {
  const issues = issuesOf(`instruments:
  ctd:
    kind: sea_bird.sbe37_smpp
    link: tpc://10.0.0.12:4001
    schedule: { clock_sync: { cron: 'every day' } }
`);
  assert.deepEqual(
    issues.map(({ name, where }) => `${where} ${name}`),
    [
      'sonde.yaml:3:5 instruments.ctd.kind',
      'sonde.yaml:4:5 instruments.ctd.link',
      'sonde.yaml:5:31 instruments.ctd.schedule.clock_sync.cron',
    ],
  );
  assert.match(issues[0]!.message, /did you mean 'sea_bird.sbe37_smp'/);
});

test('of a link that is wrong is told which part of it', () => {
  const [issue] = issuesOf('instruments:\n  ctd:\n    kind: sea_bird.sbe37_smp\n    link: tcp://10.0.0.12\n');
  assert.equal(issue?.name, 'instruments.ctd.link');
  assert.equal(issue.message, 'port: is missing; it stands behind the host, as in tcp://10.0.0.12:4001');
});

test('broken YAML is an error with a line', () => {
  assert.match(issuesOf('instruments: [\n  a: b: c')[0]?.where ?? '', /^sonde\.yaml:\d+:\d+$/);
});

test('an empty file says what is missing', () => {
  assert.equal(issuesOf('')[0]?.name, 'instruments');
});

test('whatever is in a file, it is a configuration or a ConfigError, soon', () => {
  const words = fc.constantFrom(
    'instruments:',
    ' ',
    '\n',
    '  ',
    'a',
    ': ',
    '- ',
    '{',
    '}',
    '&a',
    '*a',
    '[',
    ']',
    "'",
    '"',
    'kind',
    '\t',
    '!',
    '1e9',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((parts) => parts.join('')),
      ),
      (text) => {
        try {
          parseConfig(text, 'f', known);
        } catch (error) {
          assert.ok(error instanceof ConfigError, `${error}`);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test('a schedule that would never rest is refused', () => {
  const [issue] = issuesOf(`instruments:
  ctd:
    kind: sea_bird.sbe37_smp
    link: tcp://127.0.0.1:1
    schedule: { acquire_status: { every: 0 s } }
`);
  assert.match(issue?.message ?? '', /at least '1 s'/);
});

const passengers = {
  kinds: ['acme.ctd', 'acme.old_ctd', 'acme.gauge', 'acme.oxygen'],
  hostKinds: (kind: string) => (kind === 'acme.oxygen' ? ['acme.ctd', 'acme.old_ctd'] : undefined),
  hostProblems: (_: string, host: string) => (host === 'acme.old_ctd' ? ["acme.old_ctd has no command 'hand_on'"] : []),
};

const passengerIssues = (text: string): string[] => {
  try {
    parseConfig(text, 'sonde.yaml', passengers);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.issues.map(({ name, where, message }) => `${where} ${name}: ${message}`);
  }
  return [];
};

test('an instrument may be found behind another one of a kind that fits', () => {
  const text = `instruments:
  oxygen: { kind: acme.oxygen, on: ctd }
  ctd: { kind: acme.ctd, link: 'tcp://10.0.0.12:4001' }
`;
  assert.equal(parseConfig(text, 'sonde.yaml', passengers).instruments.oxygen?.on, 'ctd');
});

test('all that is wrong with instruments behind others comes at once, with what would be right', () => {
  const issues = passengerIssues(`instruments:
  ctd: { kind: acme.ctd, link: 'tcp://10.0.0.12:4001' }
  gauge: { kind: acme.gauge, link: 'tcp://10.0.0.13:4001' }
  misspelt: { kind: acme.oxygen, on: cdt }
  itself: { kind: acme.oxygen, on: itself }
  misplaced: { kind: acme.oxygen, on: gauge }
  linked: { kind: acme.oxygen, link: 'tcp://10.0.0.14:4001' }
  proud: { kind: acme.gauge, on: ctd }
  wilful: { kind: acme.oxygen, on: ctd, startup: { mode: autosample } }
  both: { kind: acme.oxygen, on: ctd, link: 'tcp://10.0.0.15:4001' }
  old: { kind: acme.old_ctd, link: 'tcp://10.0.0.16:4001' }
  outdated: { kind: acme.oxygen, on: old }
  torn: { kind: acme.oxygen, on: cdt, link: 'tcp://10.0.0.17:4001' }
`);
  assert.deepEqual(issues, [
    "sonde.yaml:4:34 instruments.misspelt.on: 'cdt' is no other instrument here; did you mean 'ctd'?",
    "sonde.yaml:5:32 instruments.itself.on: 'itself' is no other instrument here; there are: ctd, old",
    "sonde.yaml:6:35 instruments.misplaced.on: 'gauge' is of kind acme.gauge; acme.oxygen is found behind acme.ctd, acme.old_ctd",
    'sonde.yaml:7:3 instruments.linked: acme.oxygen has no link of its own: say behind which instrument it is found (on: ctd or on: old)',
    'sonde.yaml:8:30 instruments.proud.on: acme.gauge has a link of its own, and is found behind no other instrument',
    "sonde.yaml:9:52 instruments.wilful.startup.mode: it does what 'ctd' does: set the mode there",
    'sonde.yaml:10:3 instruments.both: needs exactly one of link (Sonde owns the connection), links (each of its connections, by name), attach (a port agent that somebody else runs), on (another instrument here that it is found behind)',
    "sonde.yaml:12:34 instruments.outdated.on: acme.old_ctd has no command 'hand_on'",
    'sonde.yaml:13:3 instruments.torn: needs exactly one of link (Sonde owns the connection), links (each of its connections, by name), attach (a port agent that somebody else runs), on (another instrument here that it is found behind)',
    "sonde.yaml:13:30 instruments.torn.on: 'cdt' is no other instrument here; did you mean 'ctd'?",
  ]);
});

const linked = {
  kinds: ['acme.ctd', 'acme.adcp'],
  linkNames: (kind: string) => (kind === 'acme.adcp' ? ['master', 'slave'] : undefined),
};

const linkIssues = (text: string): string[] => {
  try {
    parseConfig(text, 'sonde.yaml', linked);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.issues.map(({ name, where, message }) => `${where} ${name}: ${message}`);
  }
  return [];
};

test('an instrument with several links is given each by its name', () => {
  const text = `instruments:
  adcp: { kind: acme.adcp, links: { master: 'tcp://10.0.0.7:2101?control=2102', slave: 'serial:///dev/ttyS1' } }
`;
  assert.deepEqual(parseConfig(text, 'sonde.yaml', linked).instruments.adcp?.links, {
    master: 'tcp://10.0.0.7:2101?control=2102',
    slave: 'serial:///dev/ttyS1',
  });
});

test('all that is wrong with links comes at once, with what would be right', () => {
  const issues = linkIssues(`instruments:
  single: { kind: acme.adcp, link: 'tcp://10.0.0.7:2101' }
  none: { kind: acme.adcp }
  proud: { kind: acme.ctd, links: { master: 'tcp://10.0.0.8:2101' } }
  half: { kind: acme.adcp, links: { master: 'tpc://10.0.0.8:2101', mate: 'tcp://10.0.0.10:1' } }
  both: { kind: acme.adcp, link: 'tcp://10.0.0.7:1', links: { master: 'tcp://10.0.0.8:1', slave: 'tcp://10.0.0.9:1' } }
`);
  const each = 'give each (links: { master: tcp://…, slave: tcp://… })';
  assert.deepEqual(issues, [
    `sonde.yaml:2:30 instruments.single.link: acme.adcp has the links master and slave: ${each}`,
    `sonde.yaml:3:3 instruments.none: acme.adcp has the links master and slave: ${each}`,
    'sonde.yaml:4:28 instruments.proud.links: acme.ctd has only one: give it as link',
    'sonde.yaml:5:28 instruments.half.links: the link slave of acme.adcp is missing (links: { master: tcp://…, slave: tcp://… })',
    'sonde.yaml:5:37 instruments.half.links.master: is none of the kinds tcp://10.0.0.12:4001, serial:///dev/ttyUSB0?baud=9600&parity=none&data=8&stop=1&flow=none, telnet://10.0.0.12:4001, udp://10.0.0.12:4001?local=4002, rxtx://10.0.0.12:9338,9337, replay:///data/capture.bin?pace=fast',
    'sonde.yaml:5:68 instruments.half.links.mate: acme.adcp has no such link; there are: master, slave',
    'sonde.yaml:6:3 instruments.both: needs exactly one of link (Sonde owns the connection), links (each of its connections, by name), attach (a port agent that somebody else runs), on (another instrument here that it is found behind)',
  ]);
});

test('a port agent at a port that there is not, and a polled job with its times exchanged, are refused', () => {
  const issues = linkIssues(`instruments:
  far: { kind: acme.ctd, attach: 'tcp://127.0.0.1:99999' }
  off: { kind: acme.ctd, attach: 'tcp://127.0.0.1:4001?command=0' }
  odd: { kind: acme.ctd, attach: '127.0.0.1:4001' }
  polled: { kind: acme.ctd, link: 'tcp://10.0.0.8:1', schedule: { a: { polled: { min: 1 h, max: 1 min } } } }
  even: { kind: acme.ctd, link: 'tcp://10.0.0.8:2', schedule: { a: { polled: { min: 1 h, max: 1 h } } } }
`);
  assert.deepEqual(issues, [
    "sonde.yaml:2:26 instruments.far.attach: '99999' is not a whole number from 1 to 65535",
    "sonde.yaml:3:26 instruments.off.attach: '0' is not a whole number from 1 to 65535",
    'sonde.yaml:4:26 instruments.odd.attach: must be tcp://host:port or tcp://host:port?command=port',
    "sonde.yaml:5:92 instruments.polled.schedule.a.polled.max: '1 min' is shorter than min, '1 h'",
  ]);
});

test('how samples are kept is checked as the rest is', () => {
  const issuesWith = (outputs: string) =>
    issuesOf(`instruments: { ctd: { kind: sea_bird.sbe37_smp, link: 'tcp://10.0.0.12:4001' } }
outputs: { parquet: ${outputs} }
`).map(({ where, name, message }) => `${where} ${name}: ${message}`);
  assert.deepEqual(issuesWith("{ memory: '64 MiB', every: '10 ms', rows: 5 }"), [
    "sonde.yaml:2:23 outputs.parquet.memory: '64 MiB' is too little: at least '128 MiB'",
    "sonde.yaml:2:41 outputs.parquet.every: '10 ms' is too often: at least '1 s'",
    'sonde.yaml:2:57 outputs.parquet.rows: must be at least 1000',
  ]);
  assert.match(issuesWith('{ memory: much }').join(), /'much' is not a size such as '512 MB', '256 MiB' or '2 GiB'/);
  assert.match(
    issuesWith('sometimes').join(),
    /must be true, false or { every: '5 min', memory: '256 MiB', rows: 4194304 }/,
  );
});
