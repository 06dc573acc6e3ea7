import { resolve } from 'node:path';
import type { Config } from '../config/schema.ts';
import { missingPlace } from '../refine/missing-place.ts';
import { endBrokenOff } from '../store/replace/replacement.ts';
import { claimFolders } from './claim-folders.ts';
import { folders } from './folders.ts';
import type { InstrumentAgent } from './instrument-agent.ts';
import { type Entry, makeAgent, type Place } from './make-agent.ts';
import { ServedInstrument } from './served-instrument.ts';
import { storedSizes } from './stored-sizes.ts';

/** The folders that the driver of one instrument writes to. */
const writtenFolders = ({ data, outputs: { jsonl } }: Config, id: string): string[] => [
  ...new Set([folders(data, id).own, ...(jsonl === undefined ? [] : [resolve(jsonl, id)])]),
];

/** Makes an instrument's folders this process's own; what a process before had broken off there is carried out. */
export async function claim({ config, clock, logger }: Place, id: string): Promise<Disposable> {
  const held = await claimFolders(id, writtenFolders(config, id));
  try {
    const ended = await endBrokenOff(folders(config.data, id).own, clock);
    if (ended.length > 0) logger.warn({ instrument: id, ended }, 'a re-parse that was broken off is carried out');
    return held;
  } catch (error) {
    held[Symbol.dispose]();
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

  constructor(place: Place, entry: Entry, held: Disposable, host?: InstrumentAgent) {
    const { bus, clock, config } = place;
    this.entry = entry;
    this.#place = place;
    this.#claim = held;
    this.agent = makeAgent(place, entry, host);
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
