import { NotFoundError } from '../../kit/errors.ts';
import { isHere, knownDays } from '../../packet/log-days.ts';
import { openDay, withDay } from '../../packet/open-day.ts';
import { formatPosition } from '../../packet/position.ts';
import { Answer } from '../endpoint.ts';
import { HttpError } from '../http-error.ts';
import { streamed } from '../stored/streaming.ts';
import type { LogOf } from './log-of.ts';

const READ = 256 * 1024;

/** A day of a log, or a range of it, with the bytes as they were written, whether they are compressed or not. */
export async function rawDay(log: LogOf, day: string, range: string | undefined, signal: AbortSignal): Promise<Answer> {
  const days = (await knownDays(log.dir)).filter(isHere).map((one) => one.day);
  if (!days.includes(day)) {
    const there = days.length === 0 ? 'it has none' : `it has days from ${days[0]} to ${days.at(-1)}`;
    throw new NotFoundError(`the log of ${log.name} has no ${day}; ${there}`);
  }
  const size = await withDay(log.dir, day, async (source) => source.size);
  const part = rangeOf(range, size);
  const { from, to } = part ?? { from: 0, to: size };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const source = await openDay(log.dir, day);
    try {
      for (let at = from; at < to; ) {
        const bytes = await source.read(at, Math.min(READ, to - at));
        if (bytes.length === 0) throw new Error(`${formatPosition({ day, offset: at })}: the file ends too early`);
        at += bytes.length;
        yield bytes;
      }
    } finally {
      await source.close();
    }
  }
  const headers = {
    'accept-ranges': 'bytes',
    'content-length': String(to - from),
    'content-disposition': `attachment; filename="${log.name.replace('/', '-')}-${day}.datalog"`,
    ...(part && { 'content-range': `bytes ${from}-${to - 1}/${size}` }),
  };
  return new Answer(await streamed(pieces(), signal), { status: part ? 206 : 200, headers });
}

/** The bytes that a `range` header asks for; nothing where it is not there, or asks for several. */
function rangeOf(header: string | undefined, size: number): { readonly from: number; readonly to: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (from >= to) throw new HttpError('range', `there are ${size} bytes`, { 'content-range': `bytes */${size}` });
  return { from, to };
}
