import type { z } from 'zod';
import type { samplesAnswer } from '../../../../../src/model/api/data.ts';
import { useGet } from '../../../api/use-get.ts';
import { joined, type LiveSample, RECENT } from './tail.ts';

/** The last samples of a stream: those that came while the page looks, and before them what is stored. */
export function useRecent(id: string, stream: string, tail: readonly LiveSample[]): readonly LiveSample[] {
  const { data } = useGet<z.infer<typeof samplesAnswer>>(`/instruments/${id}/streams/${stream}/latest?count=${RECENT}`);
  return joined(
    (data?.samples ?? []).map(({ time, values, quality, log }) => ({
      at: Date.parse(time) / 1000,
      values,
      quality,
      ...(log !== undefined && { log: { ...log } }),
    })),
    tail,
  );
}
