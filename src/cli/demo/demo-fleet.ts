import type { Fault } from '../../simulator/fault.ts';

/** What an instrument of the demo sends: simulated, a recording, or through another instrument. */
export type Source =
  | { readonly simulated: true; readonly faults?: readonly Fault[] }
  | { readonly recording: string; readonly bytesPerSecond: number }
  | { readonly on: string };

export interface DemoInstrument {
  readonly kind: string;
  readonly name: string;
  readonly source: Source;
  readonly startup?: { readonly parameters?: Readonly<Record<string, unknown>>; readonly mode?: string };
  readonly more?: Readonly<Record<string, unknown>>;
}

const SIMULATED = { simulated: true } as const;
const STREAMS = { mode: 'autosample' } as const;
const LEFT_ALONE = { mode: 'leave' } as const;

const TURBULENCE = [
  'velocity.turbulent_velocity_east',
  'velocity.turbulent_velocity_north',
  'system.temperature_centidegree',
] as const;

/** What goes wrong with the faulty instrument, one after the other, again and again. */
const FAULTS: readonly Fault[] = [
  { kind: 'none' },
  { kind: 'garble', rate: 0.03 },
  { kind: 'stall' },
  { kind: 'none' },
  { kind: 'power_cycle', clockLost: true },
  { kind: 'drop' },
];

/** How long each of them lasts, in ms. */
export const FAULT_LASTS = 30_000;

/** The instruments of the demo: each kind simulated, recordings of real ones, and one that is faulty on purpose. */
export const DEMO_FLEET: Readonly<Record<string, DemoInstrument>> = {
  ctd_12m: {
    kind: 'sea_bird.sbe37_smp',
    name: 'MicroCAT at 12 m',
    source: SIMULATED,
    startup: { parameters: { interval: 1, output_salinity: true }, ...STREAMS },
  },
  ctd_faulty: {
    kind: 'sea_bird.sbe37_smp',
    name: 'MicroCAT with a bad cable',
    source: { ...SIMULATED, faults: FAULTS },
    startup: { parameters: { interval: 1 }, ...STREAMS },
  },
  ctd_inductive: {
    kind: 'sea_bird.sbe37_im',
    name: 'MicroCAT on the modem, recorded in 2014',
    // Ten samples a second: what the modem writes before each collection lasts no longer than may be.
    source: { recording: 'sea_bird/sbe37-im/fixtures/modem.DAT', bytesPerSecond: 230 },
    startup: LEFT_ALONE,
  },
  ctd_mooring: {
    kind: 'sea_bird.sbe16plus_v2',
    name: 'SeaCAT of the mooring',
    source: SIMULATED,
    startup: { parameters: { sample_interval: 10 }, ...STREAMS },
  },
  profiler: { kind: 'sea_bird.sbe19plus_v2', name: 'Profiler', source: SIMULATED, startup: STREAMS },
  profiler_optode: {
    kind: 'sea_bird.sbe19plus_v2_ctdpf_optode',
    name: 'Profiler with optode',
    source: SIMULATED,
    startup: STREAMS,
  },
  oxygen: { kind: 'aanderaa.optode', name: 'Optode behind the profiler', source: { on: 'profiler_optode' } },
  profiler_sbe43: {
    kind: 'sea_bird.sbe19plus_v2_ctdpf_sbe43',
    name: 'Profiler with SBE 43',
    source: SIMULATED,
    startup: STREAMS,
  },
  oxygen_sbe43: { kind: 'sea_bird.sbe43', name: 'SBE 43 behind the profiler', source: { on: 'profiler_sbe43' } },
  current_meter: {
    kind: 'nortek.aquadopp',
    name: 'Aquadopp',
    source: SIMULATED,
    startup: { parameters: { measurement_interval: 10 }, ...STREAMS },
    more: { show: ['velocity.velocity_beam1', 'velocity.velocity_beam2', 'velocity.temperature_centidegree'] },
  },
  velocimeter: {
    kind: 'nortek.vector',
    name: 'Vector',
    source: SIMULATED,
    startup: STREAMS,
    more: { show: TURBULENCE },
  },
  velocimeter_field: {
    kind: 'nortek.vector',
    name: 'Vector, recorded in 2014',
    // 80,466 bytes in the 180 s of the burst.
    source: { recording: 'nortek/vector/fixtures/field-2014-10-11.log', bytesPerSecond: 447 },
    startup: LEFT_ALONE,
    more: { show: TURBULENCE },
  },
  adcp: {
    kind: 'teledyne.workhorse',
    name: 'Workhorse',
    source: SIMULATED,
    startup: STREAMS,
    more: { show: ['velocity_earth.temperature', 'velocity_earth.heading', 'velocity_earth.pressure'] },
  },
  chlorophyll: {
    kind: 'wet_labs.eco_flort',
    name: 'ECO triplet',
    source: SIMULATED,
    startup: STREAMS,
    more: { show: ['raw_signal_chl', 'raw_signal_beta', 'raw_signal_cdom'] },
  },
  fluorometer: {
    kind: 'wet_labs.eco_flord',
    name: 'ECO FLORD',
    source: SIMULATED,
    startup: STREAMS,
    more: { show: ['raw_signal_chl', 'raw_signal_beta'] },
  },
  weather: {
    kind: 'asimet.metbk',
    name: 'Weather on the buoy',
    source: SIMULATED,
    startup: { parameters: { sample_interval: '10 s' }, ...STREAMS },
  },
};
