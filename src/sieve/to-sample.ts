import type { Nanos } from '../kit/time.ts';
import type { LogSpan, Sample, SampleTimes } from '../model/sample.ts';
import type { Decoded } from './sieve.ts';

/** Whose samples they are, and when they were decoded. */
export interface Decoding {
  readonly instrument: string;
  /** One of its links, where it has several. */
  readonly link?: string;
  readonly now: Nanos;
}

/** A found record as a sample. Its time is that of its arrival, or else the instrument's own, or else now. */
export const toSample = (decoded: Decoded, by: Decoding): Sample => sampleOf(decoded, by, timesOf(decoded, by.now));

/** Several found records as samples. Those with the same times share them. */
export function toSamples(found: readonly Decoded[], by: Decoding): Sample[] {
  let times: SampleTimes | undefined;
  return found.map((decoded) => {
    const { port, device } = decoded;
    if (times === undefined || times.port !== port || times.device !== device) times = timesOf(decoded, by.now);
    return sampleOf(decoded, by, times);
  });
}

// Written out, as all the objects here: names that are spread cost more than all of the decoding.
function timesOf({ port, device }: Decoded, driver: Nanos): SampleTimes {
  if (device === undefined) return port === undefined ? { driver } : { port, driver };
  return port === undefined ? { device, driver } : { port, device, driver };
}

function sampleOf(
  { stream, quality, values, log: span }: Decoded,
  { instrument, link }: Decoding,
  times: SampleTimes,
): Sample {
  const time = times.port ?? times.device ?? times.driver;
  const log = logOf(span, link);
  return log === undefined
    ? { instrument, stream, time, times, quality, values }
    : { instrument, stream, time, times, quality, values, log };
}

const logOf = (span: LogSpan | undefined, link: string | undefined): LogSpan | undefined =>
  span && link ? { link, day: span.day, offset: span.offset, length: span.length } : span;
