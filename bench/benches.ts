import { pd0 } from './decoding/pd0.ts';
import { lineChunks, sbe16plusLines, sbe37Lines } from './decoding/text-lines.ts';
import { vectorFrames } from './decoding/vector-frames.ts';
import { fleet } from './fleet/fleet.ts';
import { stateMachineEvents } from './fsm/events.ts';
import type { Bench } from './harness/bench.ts';
import { packets } from './packet/packets.ts';
import { portAgentBulk } from './port-agent/bulk.ts';
import { portAgentEcho } from './port-agent/echo.ts';
import { portAgentRate } from './port-agent/rate.ts';
import { portAgentStalled } from './port-agent/stalled.ts';
import { commandBench } from './prompt/command.ts';
import { startBench } from './prompt/start.ts';
import { storeAppend } from './store/append.ts';
import { storeBuckets } from './store/buckets.ts';
import { decodeFrames, decodeParquet } from './store/decode-parquet.ts';
import { delayBench } from './stream/delay.ts';
import { pacedBench } from './stream/paced.ts';
import { storedFrames, storedLines } from './stream/stored.ts';
import { subscribedFrames, subscribedLines } from './stream/subscribed.ts';

/** In the order of the table. */
export const BENCHES: readonly Bench[] = [
  commandBench,
  delayBench,
  subscribedFrames,
  subscribedLines,
  storedFrames,
  storedLines,
  pacedBench,
  sbe16plusLines,
  sbe37Lines,
  lineChunks,
  vectorFrames,
  pd0,
  decodeParquet,
  decodeFrames,
  stateMachineEvents,
  packets,
  portAgentBulk,
  portAgentEcho,
  portAgentStalled,
  portAgentRate,
  storeAppend,
  storeBuckets,
  fleet,
  startBench,
];
