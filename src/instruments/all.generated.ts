// Written by tools/generate-instruments.ts from the folders beside it. Do not edit.
import type { Instrument } from '../definition/instrument.ts';

export interface InstrumentEntry {
  readonly maker: string;
  readonly model: string;
  load(): Promise<Instrument>;
}

/** Every instrument that Sonde brings along, by kind. None is loaded before it is asked for. */
export const INSTRUMENTS: Readonly<Record<string, InstrumentEntry>> = {
  'aanderaa.optode': {
    maker: 'Aanderaa Data Instruments',
    model: 'Oxygen Optode 4831',
    load: async () => (await import('./aanderaa/optode/index.ts')).optode,
  },
  'asimet.metbk': {
    maker: 'Star Engineering',
    model: 'ASIMET METBK',
    load: async () => (await import('./asimet/metbk/index.ts')).asimetMetbk,
  },
  'nortek.aquadopp': {
    maker: 'Nortek',
    model: 'Aquadopp',
    load: async () => (await import('./nortek/aquadopp/index.ts')).aquadopp,
  },
  'nortek.vector': {
    maker: 'Nortek',
    model: 'Vector',
    load: async () => (await import('./nortek/vector/index.ts')).vector,
  },
  'sea_bird.sbe16plus_v2': {
    maker: 'Sea-Bird Scientific',
    model: 'SBE 16plus V2 SeaCAT',
    load: async () => (await import('./sea_bird/sbe16plus-v2/index.ts')).sbe16plusV2,
  },
  'sea_bird.sbe19plus_v2': {
    maker: 'Sea-Bird Scientific',
    model: 'SBE 19plus V2 SeaCAT',
    load: async () => (await import('./sea_bird/sbe19plus-v2/index.ts')).sbe19plusV2,
  },
  'sea_bird.sbe19plus_v2_ctdpf_optode': {
    maker: 'Sea-Bird Scientific',
    model: 'SBE 19plus V2 SeaCAT with optode (CTDPF)',
    load: async () => (await import('./sea_bird/sbe19plus-v2-ctdpf-optode/index.ts')).sbe19plusV2CtdpfOptode,
  },
  'sea_bird.sbe19plus_v2_ctdpf_sbe43': {
    maker: 'Sea-Bird Scientific',
    model: 'SBE 19plus V2 SeaCAT with SBE 43 (CTDPF)',
    load: async () => (await import('./sea_bird/sbe19plus-v2-ctdpf-sbe43/index.ts')).sbe19plusV2CtdpfSbe43,
  },
  'sea_bird.sbe37_im': {
    maker: 'Sea-Bird Scientific',
    model: 'SBE 37-IM MicroCAT',
    load: async () => (await import('./sea_bird/sbe37-im/index.ts')).sbe37Im,
  },
  'sea_bird.sbe37_smp': {
    maker: 'Sea-Bird Scientific',
    model: 'SBE 37-SMP MicroCAT',
    load: async () => (await import('./sea_bird/sbe37-smp/index.ts')).sbe37Smp,
  },
  'sea_bird.sbe43': {
    maker: 'Sea-Bird Scientific',
    model: 'SBE 43',
    load: async () => (await import('./sea_bird/sbe43/index.ts')).sbe43,
  },
  'teledyne.workhorse': {
    maker: 'Teledyne RD Instruments',
    model: 'Workhorse ADCP',
    load: async () => (await import('./teledyne/workhorse/index.ts')).workhorse,
  },
  'wet_labs.eco_flord': {
    maker: 'WET Labs',
    model: 'ECO FLORD',
    load: async () => (await import('./wet_labs/eco-flord/index.ts')).ecoFlord,
  },
  'wet_labs.eco_flort': {
    maker: 'WET Labs',
    model: 'ECO FLORT',
    load: async () => (await import('./wet_labs/eco-flort/index.ts')).ecoFlort,
  },
};
