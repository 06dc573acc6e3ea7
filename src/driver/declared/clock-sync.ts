import type { InstrumentClock } from '../../definition/instrument.ts';
import { linkOf } from '../../definition/links.ts';
import { sleep } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import { ProtocolError } from '../../kit/errors.ts';
import { fromMillis, type Nanos, toIso, toMillis } from '../../kit/time.ts';
import { ask, driftIn, type Session, talk } from './session.ts';

/** How far the instrument's clock was ahead of ours, in ms, before and after it was set. */
export interface ClockSync {
  readonly before_ms: number;
  readonly after_ms: number;
}

/** Earlier settings, if there are any, are sent this long before the last one is due. */
const LEAD = 1_000;
const LAST_TRIES = 3;

/** Sets the instrument's clock on the edge of a second and reads it back. `ProtocolError` when it is not true then. */
export async function syncClock(session: Session, clock: InstrumentClock, signal: AbortSignal): Promise<ClockSync> {
  const before = await readDrift(session, clock, signal);
  const set = await setOnEdge(session, clock, signal);
  const after = await readDrift(session, clock, signal);
  const tolerance = milliseconds(clock.tolerance);
  if (Math.abs(after) > tolerance) {
    const message = `the clock is ${after} ms off after it was set, more than ${clock.tolerance}`;
    throw new ProtocolError(message, toIso(set), toIso(session.clock.now() + fromMillis(after)));
  }
  return { before_ms: before, after_ms: after };
}

async function readDrift(session: Session, clock: InstrumentClock, signal: AbortSignal): Promise<number> {
  const reply = await ask(session, clock.shownBy, signal);
  const drift = driftIn(session, clock.shownBy, reply);
  if (drift === undefined) throw new ProtocolError('the reply shows no clock', clock.shownBy, reply.text);
  return drift;
}

/** Only the last setting must hit the second; where the earlier ones took too long for it, all is done again. */
async function setOnEdge(session: Session, { set, shownBy }: InstrumentClock, signal: AbortSignal): Promise<Nanos> {
  const last = set.length - 1;
  const over = linkOf(session.definition.commands[shownBy]);
  for (let tries = 1; ; tries++) {
    const due = secondAfter(session.clock.now(), last > 0 ? LEAD * tries : 0);
    for (const [index, setting] of set.entries()) {
      if (index === last) {
        const wait = toMillis(due - session.clock.now());
        if (wait < 0 && tries < LAST_TRIES) break;
        await sleep(session.clock, Math.max(0, wait), signal);
      }
      const send = session.guard('writing a time', () => setting.prefix + setting.format(due));
      await talk(session, 'clock_sync', [{ ...over, send }], { signal });
      if (index === last) return due;
    }
  }
}

/** The first whole second that is at least so many ms away. */
const secondAfter = (now: Nanos, ms: number): Nanos => fromMillis(Math.ceil((toMillis(now) + ms) / 1000) * 1000);
