import type { Instrument } from '../../definition/instrument.ts';
import { asError, ConfigError } from '../../kit/errors.ts';
import { isRecord } from '../../kit/records.ts';
import type { EventListener } from '../../model/driver-event.ts';
import type { Values } from '../../model/sample.ts';
import { toJsonValue } from '../../model/sample-json.ts';
import type { StateStore } from '../state-store.ts';
import { acceptable } from './inherit.ts';
import { type Memory, STARTS } from './memory.ts';

/** What is still to be set on the instrument; written besides the driver's own parameters that outlive it, and how it streams. */
const KEPT_DUE = ['restore', 'set'] as const;

const READING = 'reading the state that was kept';

export interface KeptStateOptions {
  readonly store: StateStore;
  /** The present one. */
  readonly memory: () => { readonly memory: Memory; readonly definition: Instrument };
  readonly announce: EventListener;
}

/** Keeps over restarts what must not be forgotten. */
export class KeptState {
  readonly #options: KeptStateOptions;
  #loaded: Promise<void> | undefined;
  #written = '';
  #writing: Promise<void> = Promise.resolve();

  constructor(options: KeptStateOptions) {
    this.#options = options;
  }

  /** Takes up what was kept, once. What cannot be read is told, and read at the next call. */
  load(): Promise<void> {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  /** Resolves when all that is to be kept is safe; where that fails it is told, and tried again the next time. */
  save(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      // What was not read yet must not be written over.
      if (this.#loaded === undefined) return;
      const state = this.#present();
      const text = JSON.stringify(state);
      if (text === this.#written) return;
      try {
        await this.#options.store.write(state);
        this.#written = text;
      } catch (thrown) {
        this.#tell(thrown, 'keeping the state');
      }
    });
    return this.#writing;
  }

  async #load(): Promise<void> {
    try {
      const state = await this.#options.store.read();
      this.#written = JSON.stringify(state) ?? '{}';
      this.#takeUp(state);
    } catch (thrown) {
      this.#tell(thrown, READING);
      // One that was of no use is set aside, and nothing is there now; any other is still there, and must not be written over.
      if (!(thrown instanceof ConfigError)) this.#loaded = undefined;
    }
  }

  #takeUp(state: unknown): void {
    const { memory, definition } = this.#options.memory();
    const { table } = memory;
    const kind = isRecord(state) ? state.kind : undefined;
    if (kind !== undefined && kind !== definition.kind) {
      const what = `what was kept is that of ${String(kind)}, and this is ${definition.kind}: it is not used`;
      this.#tell(new ConfigError(what), READING);
      return;
    }
    const kept = acceptable(table, valuesIn(state, 'kept'));
    table.desire(Object.fromEntries(Object.entries(kept).filter(([name]) => isPersistent(definition, name))));
    for (const due of KEPT_DUE) {
      const values = acceptable(table, valuesIn(state, due));
      if (Object.keys(values).length > 0) memory[due] ??= values;
    }
    for (const name of STARTS) {
      const command = isRecord(state) ? state[name] : undefined;
      if (typeof command === 'string' && Object.hasOwn(definition.commands, command)) memory[name] ??= command;
    }
  }

  #present(): Readonly<Record<string, unknown>> {
    const { memory, definition } = this.#options.memory();
    const names = Object.keys(definition.parameters).filter((name) => isPersistent(definition, name));
    const due = { kept: memory.table.get(names), restore: memory.restore, set: memory.set };
    const values = Object.entries(due).flatMap(([name, values = {}]): (readonly [string, unknown])[] =>
      Object.keys(values).length > 0 ? [[name, plain(values)] as const] : [],
    );
    const starts = STARTS.flatMap((name) => (memory[name] === undefined ? [] : [[name, memory[name]] as const]));
    const all = [...values, ...starts];
    return Object.fromEntries(all.length > 0 ? [['kind', definition.kind], ...all] : []);
  }

  #tell(thrown: unknown, during: string): void {
    this.#options.announce({ type: 'error', error: asError(thrown), during });
  }
}

const isPersistent = ({ parameters }: Instrument, name: string): boolean => {
  const parameter = parameters[name];
  return parameter?.source === 'engineering' && parameter.persistent === true;
};

const plain = (values: Values): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toJsonValue(value)]));

function valuesIn(state: unknown, name: string): Readonly<Record<string, unknown>> {
  const values = isRecord(state) ? state[name] : undefined;
  return isRecord(values) ? values : {};
}
