import { ecoFluorometer } from '../eco/eco-fluorometer.ts';
import { CHLOROPHYLL, SCATTERING } from '../eco/signals.ts';
import { ecoSimulation } from '../eco/simulation.ts';

const signals = [SCATTERING, CHLOROPHYLL];

/** WET Labs ECO FLORD: scattering and the fluorescence of chlorophyll. Manual and firmware: see README. */
export const ecoFlord = ecoFluorometer({
  kind: 'wet_labs.eco_flord',
  model: 'ECO FLORD',
  description: 'Scattering at 700 nm, and the fluorescence of chlorophyll',
  ooi: 'flord_d',
  signals,
  simulation: ecoSimulation(signals, {
    menu: `\
Ser BBFL2W-993\r
Ver Triplet5.20\r
Ave 1\r
Pkt 0\r
M1d 0\r
M2d 0\r
M1s 1.000E+00\r
M2s 1.000E+00\r
Seq 0\r
Rat 19200\r
Set 0\r
Rec 1\r
Man 0\r
Int 00:00:10\r
Dat 07/11/13\r
Clk 12:48:34\r
Mst 12:48:31\r
Mem 4095\r
`,
    metadata: `\
Sig_1,counts,,SO,3.000E+00,3\r
5,Ref_2,Emission_WL,\r
6,Sig_2,counts,,SO,2.000E+00,2\r
`,
    record: '07/16/13\t09:33:06\t700\t4130\t695\t1018\t525\r\n',
  }),
});
