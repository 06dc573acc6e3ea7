import { parseDocument, stringify } from 'yaml';
import type { Bus } from '../bus/bus.ts';
import type { Caller, FleetService } from '../bus/services.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../kit/clock.ts';
import { asError, describeError, NotFoundError, NotImplementedError, ParameterError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { Mutex } from '../kit/mutex.ts';
import { nearest } from '../kit/nearest.ts';
import type { ConfigChange } from '../model/api/config.ts';
import { changeBetween } from './config-change.ts';
import { readConfig, watchConfig, writeConfig } from './config-file.ts';
import type { Deployment } from './deployment.ts';
import { failureOf } from './event-drafts.ts';

export interface ConfigServiceOptions {
  readonly file?: string | undefined;
  /** What the file said when it was read. */
  readonly text?: string | undefined;
  readonly load?: ((text: string, file: string | undefined) => Promise<Deployment>) | undefined;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The configuration as it was last given. */
  readonly current: () => Config;
  readonly change: (deployment: Deployment, by: string) => Promise<ConfigChange>;
  readonly restart: (id: string) => Promise<void>;
}

/** Whoever edits the file by hand. */
const BY_HAND = 'configuration';

/** The configuration while the program runs: shown, checked, and changed, in the file and in what goes on. */
export class ConfigService implements FleetService, AsyncDisposable {
  readonly #options: ConfigServiceOptions;
  readonly #offer: Disposable;
  readonly #watch: Disposable | undefined;
  readonly #changing = new Mutex();
  /** As it was last taken or refused: a file that says this is no news. */
  #text: string | undefined;

  constructor(options: ConfigServiceOptions) {
    const { file, text, load, bus, clock } = options;
    this.#options = options;
    this.#text = text;
    this.#offer = bus.offer('fleet', '', this);
    if (file !== undefined && load !== undefined) {
      this.#watch = watchConfig(file, clock, (text) => void this.#changing.run(() => this.#edited(text, file)));
    }
  }

  async config(): Promise<{ readonly text: string; readonly file?: string }> {
    const { file, current } = this.#options;
    return file === undefined ? { text: this.#text ?? stringify(current()) } : { text: await readConfig(file), file };
  }

  async check(text: string): Promise<ConfigChange> {
    return changeBetween(this.#options.current(), (await this.#load(text)).config);
  }

  apply(text: string, caller: Caller): Promise<ConfigChange> {
    return this.#changing.run(() => this.#apply(text, caller));
  }

  add(id: string, config: unknown, caller: Caller): Promise<ConfigChange> {
    return this.#changing.run(async () => {
      if (Object.hasOwn(this.#options.current().instruments, id))
        throw new ParameterError([{ name: id, message: 'is there already' }]);
      return this.#apply(await this.#edit((document) => document.setIn(['instruments', id], config)), caller);
    });
  }

  remove(id: string, caller: Caller): Promise<ConfigChange> {
    return this.#changing.run(async () => {
      this.#mustBeThere(id);
      return this.#apply(await this.#edit((document) => document.deleteIn(['instruments', id])), caller);
    });
  }

  restart(id: string, caller: Caller): Promise<void> {
    const { bus, restart } = this.#options;
    return this.#changing.run(async () => {
      this.#mustBeThere(id);
      bus.find('locks', '')?.check(id, caller);
      await restart(id);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#offer[Symbol.dispose]();
    this.#watch?.[Symbol.dispose]();
    await this.#changing.run(async () => {});
  }

  /** Also one that could not be started, and so is not on the bus. */
  #mustBeThere(id: string): void {
    const ids = Object.keys(this.#options.current().instruments);
    if (!ids.includes(id)) throw new NotFoundError(`there is no instrument '${id}'; ${nearest(id, ids)}`);
  }

  async #load(text: string): Promise<Deployment> {
    const { load, file } = this.#options;
    if (load === undefined) throw new NotImplementedError('the configuration of this program cannot be changed');
    return load(text, file);
  }

  /** As it stands, comments and all, with one thing different. */
  async #edit(change: (document: ReturnType<typeof parseDocument>) => void): Promise<string> {
    const { text } = await this.config();
    const document = parseDocument(text);
    // It says what is wrong with it.
    if (document.errors.length > 0) await this.#load(text);
    change(document);
    return document.toString();
  }

  async #apply(text: string, caller: Caller): Promise<ConfigChange> {
    const { file, bus, current, change } = this.#options;
    const deployment = await this.#load(text);
    const { changed, removed } = changeBetween(current(), deployment.config);
    for (const id of [...changed, ...removed]) bus.find('locks', '')?.check(id, caller);
    if (file !== undefined) await writeConfig(file, text);
    this.#text = text;
    return change(deployment, caller.by);
  }

  /** One that is wrong is told once; what was before goes on. */
  async #edited(text: string, file: string): Promise<void> {
    const { bus, logger, change } = this.#options;
    if (text === this.#text) return;
    this.#text = text;
    try {
      const { added, removed, changed, after_restart } = await change(await this.#load(text), BY_HAND);
      logger.info({ file, added, removed, changed, after_restart }, 'the changed configuration is taken');
    } catch (thrown) {
      const error = failureOf(asError(thrown));
      logger.error(
        { file, error: describeError(thrown) },
        'the changed configuration is not taken; the old one goes on',
      );
      bus.publish('note', { draft: { type: 'configuration_refused', by: BY_HAND, details: { file, error } } });
    }
  }
}
