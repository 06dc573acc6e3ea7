import { choice, type ParameterInfo, settable, type TextParameter, toggle } from '../../definition/parameter.ts';
import { element, elementIn } from './xml.ts';

// Parameters that the SBE 16plus V2 and the SBE 19plus V2 have in common, as the XML documents show them.

/** It asks to confirm what changes its sensors, by taking only what comes twice; slowly, as it is still busy with the first. */
const confirmed = { times: 2, pace: '200 ms', startupOnly: true } as const;

export const yesNo = (tag: string, info: ParameterInfo = {}): TextParameter<boolean> =>
  toggle(element(tag), { shows: ['no', 'yes'], ...info });

const channel = (prefix: string, tag: string, title: string, startup: boolean): TextParameter<boolean> =>
  settable(`${prefix}=`, yesNo(tag, { title }), { ...confirmed, startup });

/** Only some firmware shows whether there are two gas tension devices; what is not shown is no. */
const dualGtd: TextParameter<boolean> = {
  ...toggle(/<GTD>\w+<\/GTD>(?:\s*<DualGTD>(yes|no)<\/DualGTD>)?/, {
    title: 'Two gas tension devices',
    shows: ['no', 'yes'],
  }),
  read: (shown) => shown === 'yes',
};

/** The sensors that are sampled, as `GetCD` shows them. What is on at start-up depends on what hangs on the instrument. */
export const channels = ({ volt1, optode }: { readonly volt1: boolean; readonly optode: boolean }) => ({
  volt0: channel('Volt0', 'ExtVolt0', 'External voltage 0', true),
  volt1: channel('Volt1', 'ExtVolt1', 'External voltage 1', volt1),
  volt2: channel('Volt2', 'ExtVolt2', 'External voltage 2', false),
  volt3: channel('Volt3', 'ExtVolt3', 'External voltage 3', false),
  volt4: channel('Volt4', 'ExtVolt4', 'External voltage 4', false),
  volt5: channel('Volt5', 'ExtVolt5', 'External voltage 5', false),
  sbe38: channel('SBE38', 'SBE38', 'SBE 38 thermometer', false),
  sbe63: channel('SBE63', 'SBE63', 'SBE 63 oxygen sensor', false),
  wetlabs: channel('WetLabs', 'WETLABS', 'WET Labs sensor', false),
  optode: channel('Optode', 'OPTODE', 'Optode', optode),
  gtd: channel('GTD', 'GTD', 'Gas tension device', false),
  dual_gtd: settable('DualGTD=', dualGtd, { ...confirmed, startup: false }),
});

export const sbe50 = channel('SBE50', 'SBE50', 'SBE 50 pressure sensor', false);

export const outputFormat = settable(
  'OutputFormat=',
  choice(
    element('OutputFormat'),
    {
      raw_hex: ['raw HEX', 0],
      converted_hex: ['converted HEX', 1],
      raw_decimal: ['raw decimal', 2],
      converted_decimal: ['converted decimal', 3],
      converted_hex_for_afm: ['converted HEX for AFM', 4],
      converted_xml_uvic: ['converted XML UVIC', 5],
    },
    { title: 'Output format', description: 'raw_hex and converted_decimal are decoded' },
  ),
  { startupOnly: true, startup: 0 },
);

/** As `GetHD` shows it. It has no start-up value: set wrongly, it makes all pressures wrong. */
export const pressureSensorType = settable(
  'PType=',
  choice(
    elementIn('Sensor', 'Main Pressure', 'type'),
    { strain_gauge: ['strain-0', 1], quartz_with_temperature: ['quartzTC-0', 3] },
    { title: 'Pressure sensor' },
  ),
  confirmed,
);

/** As `GetSD` shows it. */
export const logging = toggle(/<LoggingState>((?:not )?)logging/, { title: 'Logging', absent: 'not ' });
