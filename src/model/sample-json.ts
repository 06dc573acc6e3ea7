import { toIso } from '../kit/time.ts';
import type { Json } from './api/common.ts';
import type { Sample, Value } from './sample.ts';

/** A value as JSON can carry it: bytes as base64, what is not finite as `null`. */
export function toJsonValue(value: Value): Json {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'object' && value !== null) return value.map(toJsonValue);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

/** The sample as it leaves the process: times in ISO-8601 UTC. */
export function toSampleJson(sample: Sample): object {
  const { port, device, driver } = sample.times;
  return {
    instrument: sample.instrument,
    stream: sample.stream,
    time: toIso(sample.time),
    times: {
      ...(port !== undefined && { port: toIso(port) }),
      ...(device !== undefined && { device: toIso(device) }),
      driver: toIso(driver),
    },
    quality: sample.quality,
    values: Object.fromEntries(Object.entries(sample.values).map(([name, value]) => [name, toJsonValue(value)])),
    ...(sample.flags && { flags: sample.flags }),
    ...(sample.calibration !== undefined && { calibration: sample.calibration }),
    ...(sample.log && { log: sample.log }),
  };
}
