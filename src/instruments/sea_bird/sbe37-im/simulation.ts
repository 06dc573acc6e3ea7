import type { Simulation } from '../../../definition/simulation.ts';
import { secondsSince2000 } from '../hex.ts';

/** Records of S/N 11477 as its modem handed them on, and of a file from memory; see README. */
export const simulation: Simulation = {
  prompt: '',
  rejects: '',
  replies: {},
  records: {
    sample: '563A00C351E50A28D3531B\r\n',
    collection: `\
#MCAT Status\r
#7370_DateTime: 20140712 120719\r
#SBE37-IM v3.1  SERIAL NO. 11477  12 Jul 2014 12:07:19\r
#vMain =  6.91, vLith =  3.08\r
#samplenumber = 4143, free = 555097\r
#logging\r
#sample interval = 60 seconds\r
#PressureRange = 1450\r
#SamplesRecorded = 62\r
#Data Format: tttttcccccppppTTTTTTTT (p is optional pressure)\r
#Begin Data\r
`,
    upload_head: "* <HardwareData DeviceType='SBE37-IM' SerialNumber='20110101'>\n",
    uploaded: '0186A1030D410493E19C410016E36A\n',
  },
  streams: { sample: { every: '1 min' } },
  values: {
    sample: {
      temperature: { around: 353_000, swing: 2_000, noise: 10 },
      conductivity: { around: 380_000, swing: 500, noise: 5 },
      ctd_time: { clock: secondsSince2000 },
    },
  },
};
