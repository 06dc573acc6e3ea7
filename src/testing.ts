// For those who describe an instrument: the tests that every definition must pass.
export { describeInstrument, type Evidence } from './testing/describe-instrument.ts';
export { type ExpectedRecord, type Fixture, fixture, ooiRecords, textFixture } from './testing/fixture.ts';
