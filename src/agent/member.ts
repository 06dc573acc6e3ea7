import { missingPlace } from '../refine/missing-place.ts';
import { endBrokenOff } from '../store/replace/replacement.ts';
import { type Begun, beginInstruments } from './begin.ts';
import { folders } from './folders.ts';
import type { InstrumentAgent } from './instrument-agent.ts';
import { type Entry, makeAgent, type Place } from './make-agent.ts';
import type { PortAgentHome } from './port-agent-home.ts';
import { ServedInstrument } from './served-instrument.ts';
import { storedSizes } from './stored-sizes.ts';

/** Begins some instruments, unless that is done; what a process before had broken off in their folders is carried out. */
export async function prepare(
  place: Place,
  ids: readonly string[],
  begun?: ReadonlyMap<string, Begun>,
): Promise<ReadonlyMap<string, Begun>> {
  const { config, clock, logger } = place;
  const prepared = begun ?? (await beginInstruments(place, ids));
  try {
    for (const id of ids) {
      const ended = await endBrokenOff(folders(config.data, id).own, clock);
      if (ended.length > 0) logger.warn({ instrument: id, ended }, 'a re-parse that was broken off is carried out');
    }
    return prepared;
  } catch (error) {
    for (const { held } of prepared.values()) held[Symbol.dispose]();
    throw error;
  }
}

/** One instrument that is looked after: its agent, what is offered of it, and its folders. */
export class Member implements AsyncDisposable {
  readonly entry: Entry;
  readonly agent: InstrumentAgent;
  readonly #place: Place;
  readonly #served: ServedInstrument;
  readonly #claim: Disposable;

  constructor(place: Place, entry: Entry, held: Disposable, behind: PortAgentHome | InstrumentAgent) {
    const { bus, clock, config } = place;
    this.entry = entry;
    this.#place = place;
    this.#claim = held;
    this.agent = makeAgent(place, entry, behind);
    this.#served = new ServedInstrument({
      agent: this.agent,
      bus,
      clock,
      stored: storedSizes(folders(config.data, entry.id).own, clock),
    });
  }

  start(): void {
    const { id, own, definition } = this.entry;
    const empty = missingPlace(definition, own.position);
    if (empty.length > 0)
      this.#place.logger.warn({ instrument: id, empty }, 'no position is configured: these stay empty');
    this.agent.start();
    this.#place.bus.publish('registry', { instrument: id, change: 'added' });
  }

  /** Leaves the instrument and its port agent as they are. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#served[Symbol.asyncDispose]();
      await this.agent[Symbol.asyncDispose]();
    } finally {
      this.#claim[Symbol.dispose]();
      this.#place.bus.publish('registry', { instrument: this.entry.id, change: 'removed' });
    }
  }
}
