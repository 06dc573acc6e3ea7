import type { Instrument } from '../../definition/instrument.ts';
import { samplesOfLog } from '../../driver/log-samples.ts';
import type { Clock } from '../../kit/clock.ts';
import { toIso } from '../../kit/time.ts';
import type { LogSpan, Sample } from '../../model/sample.ts';
import { logDays } from '../../packet/log-days.ts';
import { type LoggedPacket, readLog } from '../../packet/log-reader.ts';
import { comparePositions, formatPosition, type Position } from '../../packet/position.ts';
import { before, ENOUGH } from '../../raw/samples-of-bytes.ts';
import { behind, type Entry, payloadAt } from './entries.ts';

export type Mark = Entry['matched'][number];

export interface RecordsOptions {
  readonly dir: string;
  readonly definition: Instrument;
  readonly instrument: string;
  /** '' where the instrument has only one. */
  readonly link: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type Placed = Sample & { readonly log: LogSpan };

/**
 * Which stretches of packets that follow each other are records, or parts of some, by the packets' positions. Bounds are certain, as it is
 * decoded from far enough before; values that records join from days before are not looked for.
 */
export async function recordsIn(
  packets: readonly LoggedPacket[],
  options: RecordsOptions,
): Promise<ReadonlyMap<string, readonly Mark[]>> {
  const received = packets.filter(({ packet }) => packet.type === 'DATA_FROM_INSTRUMENT');
  const [first, last] = [received[0], received.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const samples = await samplesAround(first.position, behind(last), options);
  const [earliest] = samples;
  if (earliest === undefined) return new Map();
  const start = comparePositions(earliest.log, first.position) < 0 ? earliest.log : first.position;
  return marksOf(samples, { dir: options.dir, from: start, to: behind(last), signal: options.signal });
}

/** The samples that may have bytes in a stretch, by where they begin. */
async function samplesAround(from: Position, to: Position, options: RecordsOptions): Promise<Placed[]> {
  const start = await before(options.dir, from, await logDays(options.dir));
  const found: Placed[] = [];
  for await (const { samples, resume, end } of samplesOfLog({ ...options, from: start })) {
    options.signal.throwIfAborted();
    for (const sample of samples) {
      const { log } = sample;
      if (log !== undefined && comparePositions(log, to) < 0) found.push({ ...sample, log });
    }
    const isFar = end.day !== to.day || end.offset - to.offset > ENOUGH;
    if (comparePositions(resume, to) >= 0 || (comparePositions(end, to) > 0 && isFar)) break;
  }
  return found.sort((a, b) => comparePositions(a.log, b.log));
}

interface Stretch {
  readonly dir: string;
  readonly from: Position;
  readonly to: Position;
  readonly signal: AbortSignal;
}

/** Lays samples over the packets that brought them: each has so many bytes from where it begins, whatever was sent in between. */
async function marksOf(samples: readonly Placed[], stretch: Stretch): Promise<ReadonlyMap<string, readonly Mark[]>> {
  const marks = new Map<string, Mark[]>();
  let waiting = 0;
  let open: { readonly sample: Placed; readonly left: number }[] = [];
  for await (const batch of readLog(stretch.dir, stretch)) {
    for (const logged of batch) {
      const { packet, position } = logged;
      if (packet.type !== 'DATA_FROM_INSTRUMENT') continue;
      const own: Mark[] = [];
      const size = packet.payload.length;
      const lay = (sample: Placed, from: number, length: number): void => {
        const to = Math.min(size, from + length);
        own.push({ from, to, stream: sample.stream, time: toIso(sample.time) });
        if (from + length > size) open.push({ sample, left: from + length - size });
      };
      const going = open;
      open = [];
      for (const { sample, left } of going) lay(sample, 0, left);
      const start = payloadAt(logged);
      const end = { day: start.day, offset: start.offset + size };
      for (; waiting < samples.length && comparePositions(samples[waiting]!.log, end) < 0; waiting++) {
        const sample = samples[waiting]!;
        if (comparePositions(sample.log, start) >= 0) lay(sample, sample.log.offset - start.offset, sample.log.length);
      }
      if (own.length > 0) marks.set(formatPosition(position), own);
    }
  }
  return marks;
}
