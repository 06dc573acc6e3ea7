// The public door `sonde/testing`: instruments that are not there, and a clock that stands still.
export { FakeClock } from './kit/fake-clock.ts';
export { type Fault, parseFault } from './simulator/fault.ts';
export { InstrumentSimulator } from './simulator/instrument-simulator.ts';
export { serveReplay } from './simulator/replay.ts';
export { serveSimulator } from './simulator/serve.ts';
