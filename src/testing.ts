// The public door `sonde/testing`: what every definition must pass, instruments that are not there, and a clock that stands still.
export { FakeClock } from './kit/fake-clock.ts';
export { type Fault, parseFault } from './simulator/fault.ts';
export { InstrumentSimulator } from './simulator/instrument-simulator.ts';
export { serveReplay } from './simulator/replay.ts';
export { serveSimulator } from './simulator/serve.ts';
export { describeInstrument, type Evidence } from './testing/describe-instrument.ts';
export { type ExpectedRecord, type Fixture, fixture, ooiRecords } from './testing/fixture.ts';
export { fixturesIn } from './testing/fixtures-in.ts';
export type { LifeOptions } from './testing/life-stage.ts';
export { QuietClock } from './testing/quiet-clock.ts';
export { type LivedStage, wholeLife } from './testing/whole-life.ts';
