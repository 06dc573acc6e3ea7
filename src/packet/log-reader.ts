import { open } from 'node:fs/promises';
import { ParameterError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import type { Packet } from './decoder.ts';
import { filePackets } from './file-packets.ts';
import { startOfPacket } from './find-packet.ts';
import { logDays, logPath } from './log-days.ts';
import { formatPosition, type Position } from './position.ts';
import type { Generation } from './types.ts';

/** A packet, and where in the log its first byte stands. */
export interface LoggedPacket {
  readonly packet: Packet;
  readonly position: Position;
}

export interface ReadLogOptions {
  /** Begins with the packet that this byte belongs to; at the oldest unless given. */
  readonly from?: Position | undefined;
  /** Ends before this place, or leaves out what is dated at this time or later; at the end unless given. */
  readonly to?: Position | Nanos | undefined;
  readonly generation?: Generation | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a log in batches, across days, past damaged stretches and missing days. Rejects with a `ParameterError` when `from` lies
 * past the end of its day. What is appended while it reads may or may not be among it: give the writer's `end` as `to` to be exact.
 */
export async function* readLog(dir: string, options: ReadLogOptions = {}): AsyncGenerator<readonly LoggedPacket[]> {
  const { from, to, signal } = options;
  const days = await logDays(dir);
  if (from !== undefined && from.offset > 0 && !days.includes(from.day)) {
    throw new ParameterError(
      `position ${formatPosition(from)}: the log has no file of that day (${describeDays(days)})`,
    );
  }
  const until = typeof to === 'object' ? to : undefined;
  for (const day of days) {
    if ((from !== undefined && day < from.day) || (until !== undefined && day > until.day)) continue;
    const bounds = {
      from: day === from?.day ? from.offset : 0,
      ...(day === until?.day && { to: until.offset }),
      generation: options.generation,
      growing: day === days.at(-1),
    };
    for await (const packets of dayPackets(dir, day, bounds)) {
      signal?.throwIfAborted();
      const wanted = typeof to === 'bigint' ? packets.filter((packet) => packet.time < to) : packets;
      if (wanted.length > 0) yield wanted.map((packet) => ({ packet, position: { day, offset: packet.offset } }));
    }
  }
}

interface Bounds {
  readonly from: number;
  readonly to?: number;
  readonly generation: Generation | undefined;
  readonly growing: boolean;
}

async function* dayPackets(dir: string, day: string, bounds: Bounds): AsyncGenerator<Packet[]> {
  const file = await open(logPath(dir, day), 'r');
  try {
    const { size } = await file.stat();
    if (bounds.from > size) {
      throw new ParameterError(
        `position ${formatPosition({ day, offset: bounds.from })} lies past the end of the log of that day, ${formatPosition({ day, offset: size })}`,
      );
    }
    const from = bounds.from === 0 || bounds.from === size ? bounds.from : await startOfPacket(file, bounds.from);
    yield* filePackets(file, { ...bounds, from });
  } finally {
    await file.close();
  }
}

const describeDays = (days: readonly string[]): string =>
  days.length === 0 ? 'it is empty' : `it reaches from ${days[0]} to ${days.at(-1)}`;
