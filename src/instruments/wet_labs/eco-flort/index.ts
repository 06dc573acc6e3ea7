import { ecoFluorometer } from '../eco/eco-fluorometer.ts';
import { CDOM, CHLOROPHYLL, SCATTERING } from '../eco/signals.ts';
import { ecoSimulation } from '../eco/simulation.ts';

const signals = [SCATTERING, CHLOROPHYLL, CDOM];

/** WET Labs ECO FLORT: scattering and the fluorescence of chlorophyll and of dissolved matter. Manual and firmware: see README. */
export const ecoFlort = ecoFluorometer({
  kind: 'wet_labs.eco_flort',
  model: 'ECO FLORT',
  description: 'Scattering at 700 nm, and the fluorescence of chlorophyll and of coloured dissolved matter',
  ooi: 'flort_d',
  signals,
  simulation: ecoSimulation(signals, {
    menu: `\
Ser BBFL2W-993\r
Ver Triplet5.20\r
Ave 1\r
Pkt 0\r
M1d 0\r
M2d 0\r
M3d 0\r
M1s 1.000E+00\r
M2s 1.000E+00\r
M3s 1.000E+00\r
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
7,Ref_3,Emission_WL,\r
8,Sig_3,counts,,SO,1.000E+00,1\r
`,
    record: '12/31/13\t23:59:45\t700\t221\t695\t143\t460\t84\t554\r\n',
  }),
});
