import type { Flag } from '../model/sample.ts';

/** QARTOD test 1: a sample that comes more than `limit` seconds after the one before it ends a gap. `at` in Unix seconds. */
export function gap(limit: number): (at: number) => Flag {
  let last: number | undefined;
  return (at) => {
    const flag = last === undefined ? 2 : at - last > limit ? 4 : 1;
    last = at;
    return flag;
  };
}
