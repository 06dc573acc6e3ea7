import { DAY, dayOf, fromIso, type Nanos } from '../kit/time.ts';
import { checkStretch } from '../store/read/stretch.ts';

/** Days of samples, both among them. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

export const dayBehind = (day: string): string => dayOf(fromIso(day) + DAY);

/** The days that a range of times touches, as far as given; the last one is the last that has a moment before `to`. A `ParameterError` where that does not lie behind `from`. */
export function daysTouched(from: Nanos | undefined, to: Nanos | undefined): Days {
  checkStretch({ from, to });
  return {
    first: from === undefined ? '0000-01-01' : dayOf(from),
    last: to === undefined ? '9999-12-31' : dayOf(to - 1n),
  };
}

export const isAmong = ({ first, last }: Days, day: string): boolean => day >= first && day <= last;
