import type { Instrument } from '../definition/instrument.ts';
import { streamsOver } from '../definition/links.ts';
import type { Clock } from '../kit/clock.ts';
import type { Remembered } from '../model/driver-event.ts';
import type { Sample } from '../model/sample.ts';
import { readLog } from '../packet/log-reader.ts';
import type { Position } from '../packet/position.ts';
import { compileSieve } from '../sieve/compile-sieve.ts';
import { Intake } from './declared/intake.ts';

export interface LogSamplesOptions {
  /** The folder of the log of one of its links. */
  readonly dir: string;
  readonly definition: Instrument;
  readonly instrument: string;
  readonly link: string;
  readonly clock: Clock;
  /** Bytes before it were decided earlier; from the beginning of the log unless given. */
  readonly from?: Position | undefined;
  /** Ends before this place. */
  readonly to?: Position | undefined;
  /** What the samples from there on must know of those before. */
  readonly remembered?: Remembered | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a stretch of a log holds. */
export interface LogStretch {
  /** In the order of the log. */
  readonly samples: readonly Sample[];
  /** The first packet of the next stretch stands here or behind. */
  readonly end: Position;
  /** All before it is decided: whoever begins here finds what comes next. */
  readonly resume: Position;
  /** Whoever begins there must know this. */
  readonly remembered: Remembered;
}

/** The samples of a log as a driver finds them that follows it, stretch by stretch; also stretches that hold none. */
export async function* samplesOfLog(options: LogSamplesOptions): AsyncGenerator<LogStretch> {
  const { dir, definition, instrument, link, clock, from, to, remembered, signal } = options;
  const { dialogue } = definition;
  const sieve = compileSieve({ dialogue, samples: streamsOver(definition, link) })(remembered);
  const intake = new Intake({ definition, instrument, link, clock, sieve, from });
  for await (const batch of readLog(dir, { from, to, signal })) {
    const { packet, position } = batch.at(-1)!;
    const samples = intake.take(
      batch.map((logged) => ({ ...logged, live: false })),
      () => {},
    );
    const end = { day: position.day, offset: position.offset + packet.size };
    yield { samples, end, resume: intake.resume ?? end, remembered: sieve.remembered };
  }
}
