import { either, integer, number, text } from '../../../definition/field.ts';
import { block, found, line } from '../../../definition/stream.ts';
import { OPTODE_DIGITS, optodeCounts, rawLine, VOLT_DIGITS, voltCounts } from '../../sea_bird/hex.ts';

/** How it answers: a name, its product number and serial number, and the value (group 1). */
export const shown = (name: string): RegExp =>
  new RegExp(`${name}[ \\t]+\\d+[ \\t]+\\d+[ \\t]+(\\S.*?)[ \\t\\r]*$`, 'm');

const enabled = (name: string) => found(shown(`Enable ${name}`), either(['No', 'Yes']));

/** What the SeaCAT sends of it in each sample: two of its voltages, and the oxygen that it was told. */
export const optode = line(rawLine(OPTODE_DIGITS, { counts: false }), optodeCounts, {
  title: 'Oxygen, as counts',
  ooi: 'do_stable_sample',
});

/** A SeaCAT that takes one voltage alone. */
export const voltage = line(rawLine(VOLT_DIGITS, { counts: false }), voltCounts, {
  title: 'One voltage, as counts',
  ooi: 'do_stable_sample',
});

/** What a line of its own output shows, in this order (without names; as OOI's file parser has them). */
const MEASURED = {
  product_number: integer(),
  serial_number: text(),
  estimated_oxygen_concentration: number({ title: 'Oxygen', unit: 'umol L-1' }),
  estimated_oxygen_saturation: number({ title: 'Air saturation', unit: 'percent' }),
  optode_temperature: number({ unit: 'degree_Celsius' }),
  calibrated_phase: number({ unit: 'degree' }),
  temp_compensated_phase: number({ title: 'Phase, compensated for temperature', unit: 'degree' }),
  blue_phase: number({ title: 'Phase with blue light', unit: 'degree' }),
  red_phase: number({ title: 'Phase with red light', unit: 'degree' }),
  blue_amplitude: number({ title: 'Amplitude with blue light', unit: 'mV' }),
  red_amplitude: number({ title: 'Amplitude with red light', unit: 'mV' }),
  raw_temperature: number({ title: 'Voltage of the thermistor', unit: 'mV' }),
};
const [product, serial, ...measured] = Object.keys(MEASURED);
const columns = measured.map((name) => `\\t(?<${name}>-?\\d+\\.\\d+)`).join('');

/** Its own output, as a logger keeps it. When it wakes it sends junk that ends in `!` or `%`. */
export const measurement = line(
  new RegExp(`(?<![\\w.-])(?<${product}>\\d{4})\\t(?<${serial}>\\d+)${columns}\\s*$`),
  MEASURED,
  { title: 'Oxygen, temperature and raw data', ooi: 'dosta_abcdjm_dcl_instrument' },
);

/** The answers to all questions, one after the other, with what the SeaCAT says in between. */
export const settings = block(
  { from: /^Optode RX = Analog Output/, to: /^Optode RX = Mode/ },
  {
    product_number: found(/Analog Output[ \t]+(\d+)/, text({ ooi: false })),
    serial_number: found(/Analog Output[ \t]+\d+[ \t]+(\d+)/, text({ ooi: false })),
    analog_output: found(shown('Analog Output'), text({ title: 'Analogue output' })),
    calphase: found(shown('CalPhase\\[Deg\\]'), number({ title: 'Calibrated phase', unit: 'degree' })),
    enable_temperature: enabled('Temperature'),
    enable_text: enabled('Text'),
    enable_humiditycomp: enabled('HumidityComp'),
    enable_airsaturation: enabled('AirSaturation'),
    enable_rawdata: enabled('Rawdata'),
    interval: found(shown('Interval'), number({ title: 'Time between its own samples', unit: 's' })),
    mode: found(shown('Mode'), text({ title: 'Mode of operation' })),
  },
  { title: 'Settings', ooi: 'ctdbp_no_optode_settings' },
);
