import { type Nanos, NTP_EPOCH_OFFSET, SECOND } from '../kit/time.ts';

const EPOCH = BigInt(NTP_EPOCH_OFFSET);
const EPOCH_NANOS = EPOCH * SECOND;
const ERA = 2 ** 32;

/** A time as NTP writes it: whole seconds, and a fraction of one in units of 2⁻³² s. */
export interface NtpTime {
  readonly seconds: number;
  readonly fraction: number;
}

/** Rounds to the nearest 2⁻³² s (0.23 ns), so that {@link fromNtp} gives the same nanosecond back. */
export function toNtp(time: Nanos): NtpTime {
  const sinceEpoch = time + EPOCH_NANOS;
  const nanos = ((sinceEpoch % SECOND) + SECOND) % SECOND;
  const seconds = Number(BigInt.asUintN(32, (sinceEpoch - nanos) / SECOND));
  return { seconds, fraction: Math.round((Number(nanos) / 1e9) * ERA) };
}

/** The 32 bits of seconds run over in February 2036: without the top bit they mean the time after (RFC 4330, section 3). */
export function fromNtp({ seconds, fraction }: NtpTime): Nanos {
  const whole = seconds >= ERA / 2 ? seconds : seconds + ERA;
  return (BigInt(whole) - EPOCH) * SECOND + BigInt(Math.round((fraction / ERA) * 1e9));
}
