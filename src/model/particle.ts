import { toNtpSeconds } from '../kit/time.ts';
import type { Sample, Scalar, Value } from './sample.ts';
import { toJsonValue } from './sample-json.ts';

/** How OOI names a stream and its fields; `false` for a field that its particle does not carry. */
export interface ParticleNames {
  readonly stream: string;
  readonly fields: Readonly<Record<string, string | false>>;
  /** What it writes where a field's value is not known. */
  readonly unknown?: Readonly<Record<string, Scalar>>;
}

/** The JSON form that OOI's drivers publish a sample in: times in NTP seconds, values as a list. */
export interface Particle {
  readonly pkt_format_id: 'JSON_Data';
  readonly pkt_version: 1;
  readonly stream_name: string;
  readonly port_timestamp?: number;
  readonly internal_timestamp?: number;
  readonly driver_timestamp: number;
  readonly preferred_timestamp: 'port_timestamp' | 'internal_timestamp' | 'driver_timestamp';
  readonly quality_flag: string;
  readonly values: readonly { readonly value_id: string; readonly value: unknown; readonly binary?: boolean }[];
}

export function toParticle(sample: Sample, names: ParticleNames): Particle {
  const { port, device, driver } = sample.times;
  return {
    pkt_format_id: 'JSON_Data',
    pkt_version: 1,
    stream_name: names.stream,
    ...(port !== undefined && { port_timestamp: toNtpSeconds(port) }),
    ...(device !== undefined && { internal_timestamp: toNtpSeconds(device) }),
    driver_timestamp: toNtpSeconds(driver),
    preferred_timestamp:
      sample.time === port ? 'port_timestamp' : sample.time === device ? 'internal_timestamp' : 'driver_timestamp',
    quality_flag: sample.quality,
    values: Object.entries(sample.values).flatMap(([name, known]) => {
      const value = withUnknown(known, names.unknown?.[name]);
      const id = names.fields[name] ?? name;
      return id === false
        ? []
        : [{ value_id: id, value: toJsonValue(value), ...(value instanceof Uint8Array && { binary: true }) }];
    }),
  };
}

const withUnknown = (value: Value, unknown: Scalar | undefined): Value => {
  if (unknown === undefined) return value;
  return Array.isArray(value) ? value.map((one) => one ?? unknown) : (value ?? unknown);
};
