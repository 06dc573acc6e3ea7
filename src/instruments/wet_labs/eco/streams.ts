import { integer, number, type TextField, text } from '../../../definition/field.ts';
import { type BlockField, block, found, from, line } from '../../../definition/stream.ts';
import type { Value } from '../../../model/sample.ts';
import { perSignal, type Signal } from './signals.ts';
import { fromEcoTime, shownTime } from './time.ts';

const counts = { unit: 'count' };
/** What stands in a column of a detector that is switched off. */
const OFF = '--';
const NUMBER = `-?\\d+|${OFF}`;
/** What may stand before a record on its line: junk of a power-up, or the first columns of a record that was broken off in a number. */
const BEFORE = '(?:(?<=^|[^\\x20-\\x7e]) *|(?=\\d\\d/)(?<=[^\\x20-\\x7e]\\d+))';

/** Date, time, wavelength and count of each signal, and the thermistor. What `$met` showed last is joined to it. */
export function ecoRecord(signals: readonly Signal[], ooi: string) {
  const columns = signals.map(
    ({ name }) => `\\s+(?<measurement_wavelength_${name}>${NUMBER})\\s+(?<raw_signal_${name}>${NUMBER})`,
  );
  return line(
    new RegExp(
      `${BEFORE}(?<date_string>\\d{1,2}/\\d{1,2}/\\d{1,2})\\s+(?<time_string>\\d+:\\d+:\\d+)${columns.join('')}\\s+(?<raw_internal_temp>${NUMBER})\\s*$`,
    ),
    {
      date_string: text({ title: "Date, MM/DD/YY, of the instrument's clock", ooi: false }),
      time_string: text({ title: "Time, HH:MM:SS, of the instrument's clock", ooi: false }),
      ...perSignal<TextField<Value>>(signals, ({ name, title }) => ({
        [`measurement_wavelength_${name}`]: integer({ missing: OFF, title: `Wavelength, ${title}`, unit: 'nm' }),
        [`raw_signal_${name}`]: integer({ missing: OFF, title, ...counts }),
      })),
      raw_internal_temp: integer({ missing: OFF, title: 'Thermistor', ...counts }),
    },
    {
      title: 'Fluorescence and scattering',
      ooi,
      deviceTime: ({ date_string = '', time_string = '' }) => fromEcoTime(date_string, time_string),
      joins: perSignal(signals, ({ number: index }) => ({
        [`signal_${index}_scale_factor`]: from('metadata', `signal_${index}_scale_factor`, { ooiUnknown: 0 }),
        [`signal_${index}_offset`]: from('metadata', `signal_${index}_offset`, { ooiUnknown: 0 }),
      })),
    },
  );
}

/** The reply to `$met`, as far as it tells how counts become values: `Sig_1,counts,,SO,<scale>,<offset>`. */
export function ecoMetadata(signals: readonly Signal[]) {
  const last = signals.at(-1)?.number;
  return block(
    { from: /(?:^|,)Sig_1,/, to: new RegExp(`(?:^|,)Sig_${last},.*,\\S+\\s*$`), longest: 1024 },
    perSignal<BlockField<Value>>(signals, ({ number: index, title }) => ({
      [`signal_${index}_scale_factor`]: found(
        new RegExp(`Sig_${index},[^,]*,[^,]*,SO,([^,\\s]+),`),
        number({ title: `Scale factor, ${title}` }),
      ),
      [`signal_${index}_offset`]: found(
        new RegExp(`Sig_${index},[^,]*,[^,]*,SO,[^,]*,([^,\\s]+)`),
        number({ title: `Offset, ${title}`, ...counts }),
      ),
    })),
    { title: 'Scale factors and offsets' },
  );
}

const entry = (label: string) => new RegExp(`^${label}\\s+(\\S+)`, 'm');

/** The menu, which every command is answered with. */
export const ecoStatus = (signals: readonly Signal[], ooi: string) =>
  block(
    { from: /^Ser\s+\S/, to: /^Mem\s+\d+\s*$/, longest: 2048 },
    {
      serial_number: found(entry('Ser'), text()),
      firmware_version: found(entry('Ver'), text()),
      number_measurements_per_reported_value: found(entry('Ave'), integer()),
      number_of_reported_values_per_packet: found(entry('Pkt'), integer()),
      ...perSignal<BlockField<Value>>(signals, ({ number: index, title }) => ({
        [`measurement_${index}_dark_count_value`]: found(
          entry(`M${index}d`),
          integer({ title: `Dark count, ${title}`, ...counts }),
        ),
        [`measurement_${index}_slope_value`]: found(entry(`M${index}s`), number({ title: `Slope, ${title}` })),
      })),
      predefined_output_sequence: found(entry('Seq'), integer()),
      baud_rate: found(entry('Rat'), integer({ unit: 'baud' })),
      number_of_packets_per_set: found(entry('Set'), integer()),
      recording_mode: found(entry('Rec'), integer()),
      manual_mode: found(entry('Man'), integer()),
      sampling_interval: found(entry('Int'), text()),
      date: found(entry('Dat'), text()),
      clock: found(entry('Clk'), text()),
      manual_start_time: found(entry('Mst'), text()),
      internal_memory: found(entry('Mem'), integer()),
    },
    { title: 'Menu', ooi, deviceTime: shownTime },
  );
