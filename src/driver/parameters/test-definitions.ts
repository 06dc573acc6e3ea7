import { wordSum } from '../../definition/checksum.ts';
import { defineInstrument } from '../../definition/define-instrument.ts';
import { bcdList, chars, i16, raw, u8, u16 } from '../../definition/frame-field.ts';
import { inBlob, int, interval, partOf, real, settable, shownBy, toggle, word } from '../../definition/parameter.ts';
import { endsWith } from '../../definition/reply.ts';
import { toBytes } from '../../kit/bytes.ts';

const sum = wordSum(0xb58c);

/** For tests: one parameter of each kind. */
export const device = defineInstrument({
  kind: 'test.device',
  maker: 'Test',
  model: 'Device',
  dialogue: { newline: '\r\n', prompt: /S>\s*$/, timeout: '5 s' },
  discover: { ask: 'status' },
  states: { command: { shows: /idle/ }, autosample: { shows: /busy/ }, test: { shows: /test/, busy: true } },
  commands: {
    status: { send: 'ds' },
    calibration: { send: 'dc', timeout: '20 s' },
    read_configuration: { send: 'GC', in: ['command', 'autosample'] },
    both: { runs: ['status', 'calibration'] },
    move: {
      title: 'Move the stage',
      dangerous: true,
      arguments: {
        position: { type: 'number', unit: 'mm', min: 0, max: 250, required: true },
        times: { type: 'integer', min: 1 },
        note: { type: 'text' },
        fast: { type: 'boolean' },
      },
      build: (args) => [{ send: `MOVE=${args.position}` }],
    },
  },
  parameters: {
    ...shownBy('status', {
      serial_number: word(/serial (\d+)/),
      interval: settable('INTERVAL=', int(/interval = (\d+) s/, { unit: 's', min: 5, max: 3600 }), { startup: 60 }),
      salinity: settable('SAL=', toggle(/^((?:do not )?)output salinity/m)),
      label: settable('LABEL=', word(/label = (.*)\r/), { startupOnly: true, restore: false }),
      depth: settable('DEPTH=', real(/depth = (\S+)/, { unit: 'm', decimals: 1 }), { tolerance: 0.25 }),
    }),
    ...shownBy('calibration', { ta0: settable('TA0=', real(/TA0 = (\S+)/)) }),
    ...partOf('configuration', {
      rate: inBlob(u16(0, { title: 'Sample rate' }), { min: 1, startup: 8 }),
      offset: inBlob(i16(2)),
      system: inBlob(u8(4), { choices: { enu: 0, xyz: 1, beam: 2 }, startup: 2 }),
      deployment: inBlob(chars(5, 6)),
      begin: inBlob(bcdList(11, 3), { startupOnly: true }),
      table: inBlob(raw(14, 4)),
      version: inBlob(u8(18), { settable: false }),
    }),
    clock_sync: interval('0 s'),
  },
  blobs: {
    configuration: {
      shownBy: 'read_configuration',
      length: 22,
      checksum: sum,
      write: { prefix: 'CC', until: endsWith([6, 6]), timeout: '9 s' },
    },
  },
  samples: {},
  simulation: {
    replies: {},
    records: {},
    prompt: 'S>',
    rejects: '?',
    values: {},
    streams: {},
  },
});

export const STATUS =
  'serial 2165\r\ninterval = 60 s\r\ndo not output salinity\r\nlabel = mooring 7\r\ndepth = 12.0 m\r\n';
export const CALIBRATION = 'TA0 = -2.572242e-04\r\n';

/** A configuration with a right checksum. */
export function configuration(change: (bytes: Uint8Array) => void = () => {}): Uint8Array {
  const bytes = Uint8Array.from([
    8,
    0,
    0xfe,
    0xff,
    2,
    ...toBytes('VEC\0\0\0'),
    0x12,
    0x34,
    0x56,
    1,
    2,
    3,
    4,
    7,
    0,
    0,
    0,
  ]);
  change(bytes);
  sum.seal(bytes);
  return bytes;
}
