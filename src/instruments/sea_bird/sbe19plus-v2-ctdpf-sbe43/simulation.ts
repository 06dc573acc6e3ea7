import type { Simulation } from '../../../definition/simulation.ts';
import { simulation as withOptode } from '../sbe19plus-v2-ctdpf-optode/simulation.ts';
import { profilerSimulation, repliesOf } from '../seacat-simulation.ts';

/** S/N 01906914 again, with firmware 2.5.2 and an SBE 43 where the optode was, as OOI's tests keep it; see README. */
export const simulation: Simulation = {
  ...profilerSimulation,
  replies: repliesOf(withOptode.replies, {
    get_status: [
      ['      <iSerial>45.1</iSerial>\r\n', ''],
      ['<SampleLength>18<', '<SampleLength>13<'],
    ],
    get_hardware: [
      ['<FirmwareVersion>2.3<', '<FirmwareVersion>2.5.2<'],
      ['<type>not assigned<', '<type>SBE 43 OXY<'],
      ['<SerialNumber>not assigned<', '<SerialNumber>432484<'],
    ],
    get_configuration: [
      ['<ExtVolt1>yes<', '<ExtVolt1>no<'],
      ['<OPTODE>yes<', '<OPTODE>no<'],
    ],
  }),
  records: { ...profilerSimulation.records, sample: '04570F0A1E910828FC47BC59F1\r\n' },
};
