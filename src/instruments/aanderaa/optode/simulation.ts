import type { Simulation } from '../../../definition/simulation.ts';

const answer = (name: string, value: string): string => `${name}\t4831\t134\t${value}\r\n`;

/** Optode S/N 134 behind SBE 19plus V2 S/N 01907230, as OOI's tests keep its answers; what the SeaCAT adds is left out. */
export const simulation: Simulation = {
  prompt: '',
  rejects: '*\r\n',
  replies: {
    stop: '#\r\n',
    start: '#\r\n',
    get_analog_output: answer('Analog Output', 'CalPhase'),
    get_calphase: answer('CalPhase[Deg]', '30.050'),
    get_enable_temperature: answer('Enable Temperature', 'No'),
    get_enable_text: answer('Enable Text ', 'No'),
    get_enable_humiditycomp: 'Enable HumidityComp\t 4831\t134\tYes\r\n',
    get_enable_airsaturation: answer('Enable AirSaturation', 'No'),
    get_enable_rawdata: answer('Enable Rawdata', 'No'),
    get_interval: answer('Interval', '5.000'),
    get_mode: answer('Mode', 'Smart Sensor Terminal'),
  },
  records: {
    optode: '04570F0A1E910828FC47BC59F199952C64C9\r\n',
    voltage: '04570F0A1E910828FC47BC59F1\r\n',
    measurement: '4831\t379\t354.255\t94.962\t7.658\t32.971\t32.971\t41.373\t8.402\t738.5\t797.6\t448.6\r\n',
    settings: `\
Optode RX = Analog Output\t4831\t134\tCalPhase\r
Optode RX = CalPhase[Deg]\t4831\t134\t30.050\r
Optode RX = Enable Temperature\t4831\t134\tNo\r
Optode RX = Enable Text \t4831\t134\tNo\r
Optode RX = Enable HumidityComp\t 4831\t134\tYes\r
Optode RX = Enable AirSaturation\t4831\t134\tNo\r
Optode RX = Enable Rawdata\t4831\t134\tNo\r
Optode RX = Interval\t4831\t134\t5.000\r
Optode RX = Mode\t4831\t134\tSmart Sensor Terminal\r
`,
  },
  values: {},
  streams: { optode: { every: '1 s' } },
};
