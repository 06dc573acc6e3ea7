import { defineInstrument } from '../../../definition/define-instrument.ts';
import { hex, integer, number, text, textField } from '../../../definition/field.ts';
import { silence } from '../../../definition/reply.ts';
import { block, found, from, line } from '../../../definition/stream.ts';
import { fromIso } from '../../../kit/time.ts';
import { fromMicroCatCounts } from '../conversion.ts';
import { fromSecondsSince2000, rawCounts, rawLine } from '../hex.ts';
import { fromModem } from './conversion.ts';
import { simulation } from './simulation.ts';

const SECONDS = { unit: 'seconds since 2000-01-01' };

/** The modem turns numbers of whole bytes round: lowest byte first. */
const turned = (digits: string): string => digits.match(/../g)?.reverse().join('') ?? '';

const turnedHex = (info: { readonly title?: string; readonly unit?: string }) =>
  textField({
    ...info,
    type: 'integer',
    read: (digits) => Number.parseInt(turned(digits), 16),
    write: (value, example) =>
      turned(Math.round(Number(value)).toString(16).toUpperCase().padStart(example.length, '0')),
  });

/** Through the modem: `tttttcccccppppTTTTTTTT`, the pressure where there is a sensor for it. */
const sample = line(
  /^(?<temperature>[0-9A-F]{5})(?<conductivity>[0-9A-F]{5})(?<pressure>[0-9A-F]{4})?(?<ctd_time>[0-9A-F]{8})\s*$/,
  {
    temperature: hex({ title: 'Temperature, (°C + 10) × 10000', unit: '1' }),
    conductivity: hex({ title: 'Conductivity, (S/m + 0.5) × 100000', unit: '1' }),
    pressure: turnedHex({ title: 'Pressure, counts of its range', unit: '1' }),
    ctd_time: turnedHex(SECONDS),
  },
  {
    title: 'Conductivity, temperature and pressure through the modem',
    ooi: 'ctdmo_ghqr_imodem_instrument',
    joins: { pressure_range: from('collection', 'pressure_range', { ooi: false }) },
    derives: fromModem,
    deviceTime: (_, { ctd_time }) => fromSecondsSince2000(ctd_time),
  },
);

const COLLECTED = /^#7370_DateTime: (\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)/m;

/** What the modem writes before the samples that it collected. */
const collection = block(
  { from: /^#MCAT Status/, to: /^#Begin Data/, longest: 2048 },
  {
    serial_number: found(/SERIAL NO\. *(\d+)/, text()),
    date_time_string: found(/^#7370_DateTime: (\d{8} \d{6})/m, text({ title: 'Time of the collection' })),
    battery_voltage_main: found(/vMain *= *(\d+\.\d+)/, number({ unit: 'V' })),
    battery_voltage_lithium: found(/vLith *= *(\d+\.\d+)/, number({ unit: 'V' })),
    sample_number: found(/samplenumber *= *(\d+)/, integer()),
    mem_free: found(/free *= *(\d+)/, integer({ title: 'Samples that memory still holds' })),
    sample_interval: found(/sample interval *= *(\d+) seconds/, integer({ unit: 's' })),
    pressure_range: found(/PressureRange *= *(\d+)/, integer({ unit: 'psi' }), { optional: true }),
    num_samples: found(/SamplesRecorded *= *(\d+)/, integer()),
  },
  {
    title: 'Collection of samples',
    ooi: 'ctdmo_ghqr_imodem_metadata',
    deviceTime(head) {
      const [, year, month, day, hour, minute, second] = COLLECTED.exec(head) ?? [];
      return fromIso(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    },
  },
);

const uploadHead = line(
  /^\* *<HardwareData\b.*DeviceType *= *'(?<device_type>[^']*)'.*SerialNumber *= *'(?<serial_number>\d+)'/,
  { device_type: text(), serial_number: text() },
  { title: 'Head of an uploaded file' },
);

const uploaded = line(
  rawLine('(?<ctd_time>[0-9A-F]{8})'),
  { ...rawCounts, ctd_time: hex(SECONDS) },
  {
    title: 'Conductivity, temperature and pressure from memory, raw counts',
    ooi: 'ctdmo_ghqr_instrument_recovered',
    derives: fromMicroCatCounts,
    joins: { serial_number: from('upload_head', 'serial_number') },
    deviceTime: (_, { ctd_time }) => fromSecondsSince2000(ctd_time),
  },
);

/** Sea-Bird SBE 37-IM MicroCAT on an inductive modem, listened to: what its modem collected, and files from its memory. See README. */
export const sbe37Im = defineInstrument({
  kind: 'sea_bird.sbe37_im',
  maker: 'Sea-Bird Scientific',
  model: 'SBE 37-IM MicroCAT',
  description: 'Moored recorder of conductivity, temperature and pressure on an inductive modem; listened to only',

  dialogue: { newline: '\r\n', until: silence('1 s') },
  discover: { listen: '10 s', otherwise: 'command' },
  states: {
    command: { title: 'Silent' },
    autosample: { streaming: ['sample', 'collection', 'upload_head', 'uploaded'] },
  },
  commands: {},
  parameters: {},
  samples: { sample, collection, upload_head: uploadHead, uploaded },
  simulation,
});
