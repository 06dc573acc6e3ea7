// The public door of the package `sonde`.

export * from './definition/checksum.ts';
export { defineInstrument } from './definition/define-instrument.ts';
export * from './definition/derived.ts';
export * from './definition/derived-seawater.ts';
export * from './definition/field.ts';
export * from './definition/frame-field.ts';
export * from './definition/frame-field-wide.ts';
export * from './definition/frame-list.ts';
export * from './definition/frame-sections.ts';
export type {
  Argument,
  Blob,
  ClockSetting,
  Command,
  Dialogue,
  Discovery,
  Exchange,
  Instrument,
  InstrumentClock,
  Reply,
  Settings,
  StateInfo,
  Wake,
  WhileStreaming,
} from './definition/instrument.ts';
export type { Job, Trigger } from './definition/job.ts';
export * from './definition/parameter.ts';
export * from './definition/reply.ts';
export type { Rides, Tunnel } from './definition/rides.ts';
export { lineBreak, pause, type Send, type SendStep } from './definition/send.ts';
export type * from './definition/simulation.ts';
export {
  type BlockField,
  type BlockStream,
  block,
  type FrameBounds,
  type FrameStream,
  found,
  foundAll,
  frame,
  from,
  type Join,
  type LineStream,
  line,
  type Stream,
  type StreamInfo,
} from './definition/stream.ts';
export type { CommandOf, ParametersOf } from './definition/typed.ts';
export { DeclaredDriver } from './driver/declared-driver.ts';
export type { InstrumentDriver } from './driver/instrument-driver.ts';
export { InstrumentProtocol } from './driver/instrument-protocol.ts';
export { SingleConnectionInstrumentDriver } from './driver/single-connection-driver.ts';
export { InstrumentFsm } from './fsm/instrument-fsm.ts';
export { instrumentKinds, loadInstrument } from './instruments/find-instrument.ts';
export { type Clock, systemClock } from './kit/clock.ts';
export type { Duration } from './kit/duration.ts';
export * from './kit/errors.ts';
export {
  fromIso,
  fromMillis,
  fromNtpSeconds,
  fullYear,
  type Nanos,
  toIso,
  toMillis,
  toNtpSeconds,
} from './kit/time.ts';
export type { DriverAsyncEvent } from './model/driver-event.ts';
export type { EventLevel, InstrumentEvent } from './model/event.ts';
export { EVENT_TYPES } from './model/event-types.ts';
export type { ConfigMetadata, ParameterState } from './model/metadata.ts';
export { type Particle, toParticle } from './model/particle.ts';
export type { Quality, Sample, Value, Values } from './model/sample.ts';
export { toSampleJson } from './model/sample-json.ts';
export { type DriverConnectionState, type DriverEvent, DriverParameter, type DriverState } from './model/states.ts';
export { encodePacket } from './packet/codec.ts';
export { PacketDecoder } from './packet/decoder.ts';
export { readLog } from './packet/log-reader.ts';
export { readSpan } from './packet/read-span.ts';
export { verifyLog } from './packet/verify-log.ts';
export { EthernetDeviceLogger, SerialDeviceLogger } from './port-agent/launcher.ts';
export { LoggerClient } from './port-agent/logger-client.ts';
export { PortAgent } from './port-agent/port-agent.ts';
export { type BytesOfSample, bytesOfSample } from './raw/bytes-of-sample.ts';
export { type SamplesOfBytesOptions, samplesOfBytes } from './raw/samples-of-bytes.ts';
export { compileSieve } from './sieve/compile-sieve.ts';
export { toSample } from './sieve/to-sample.ts';
export type { Bucket, BucketQuery, Buckets, Summary } from './store/buckets/query-buckets.ts';
export type { EventQuery } from './store/events/read-events.ts';
export { type StoredEventQuery, storedEvents } from './store/events/stored-events.ts';
export type { SampleQuery } from './store/read/sample-query.ts';
export {
  type LatestQuery,
  openSamples,
  type StoredSamples,
  type StoredSamplesOptions,
} from './store/read/stored-samples.ts';
export type { StoredDay, StoredStream } from './store/read/stored-stream.ts';
