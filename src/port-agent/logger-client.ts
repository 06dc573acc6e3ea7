import { withDeadline } from '../kit/abort.ts';
import { type Clock, systemClock, type Timer } from '../kit/clock.ts';
import { describeMilliseconds } from '../kit/duration.ts';
import { asError, ConnectionError, StateError } from '../kit/errors.ts';
import type { Position } from '../packet/position.ts';
import type { Generation } from '../packet/types.ts';
import { attachToOriginal } from './attach-original.ts';
import { attachToSonde } from './attach-sonde.ts';
import type { Attachment, AttachmentEvents, ReceivedPacket } from './attachment.ts';
import type { LinkCondition } from './link-note.ts';

export interface LoggerClientOptions {
  /** The HTTP port of one of our own port agents. Without it the port agent is taken for an original one. */
  readonly httpPort?: number;
  /** The command port of an original port agent: it tells the state of the device, and sends breaks. */
  readonly commandPort?: number;
  /** Which types of packet an original port agent writes. */
  readonly generation?: Generation;
  /** Where in the log to begin; with what comes next unless given. Only our own port agents know the past. */
  readonly from?: Position | 'start' | 'end';
  /** Hold the writer's lease while attached. */
  readonly exclusive?: boolean;
  /** Who holds it, for people. */
  readonly owner?: string;
  readonly clock?: Clock;
  /** The connection counts as lost when nothing has come for so long, in ms: three heartbeats and a margin. */
  readonly silence?: number;
  /** How long attaching, and sending, may take, in ms. */
  readonly timeout?: number;
}

export interface LoggerHandlers {
  /** What came, in order. The next are read when this has settled. */
  onPackets(packets: readonly ReceivedPacket[]): Promise<void> | void;
  onState?(state: LinkCondition): void;
  /** The port agent is lost: told once, and nothing after it. */
  onLost?(error: Error): void;
}

const SILENCE_MS = 35_000;
const TIMEOUT_MS = 10_000;

interface Session {
  readonly stop: AbortController;
  readonly handlers: LoggerHandlers;
  readonly caughtUp: PromiseWithResolvers<void>;
  attachment?: Attachment;
  /** What came while attaching; undefined once it is handed on directly. */
  held: (() => Promise<void> | void)[] | undefined;
  watch?: Timer;
  lastSign: number;
  /** The handlers are at work: what comes meanwhile is not read, so its absence means nothing. */
  busy: boolean;
}

const handlersOf = (given: LoggerHandlers | ((bytes: Uint8Array) => void)): LoggerHandlers =>
  typeof given === 'object'
    ? given
    : {
        onPackets(packets) {
          for (const { packet } of packets) if (packet.type === 'DATA_FROM_INSTRUMENT') given(packet.payload);
        },
      };

/**
 * A driver's connection to a port agent, ours or an original one. Nothing is called back before `initComms` has resolved, on the
 * caller's stack, or after `stopComms` or `onLost`.
 */
export class LoggerClient implements AsyncDisposable {
  readonly #addr: string;
  readonly #port: number;
  readonly #options: LoggerClientOptions;
  readonly #clock: Clock;
  #session: Session | undefined;
  #state: LinkCondition = 'disconnected';

  constructor(addr: string, port: number, options: LoggerClientOptions = {}) {
    this.#addr = addr;
    this.#port = port;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get attached(): boolean {
    return this.#session?.attachment !== undefined;
  }

  /** Whether the port agent reaches the device. */
  get state(): LinkCondition {
    return this.#state;
  }

  /** Resolves when all that was logged before attaching has been handed on: what comes then is what the device sends now. */
  get caughtUp(): Promise<void> {
    return this.#session?.caughtUp.promise ?? Promise.resolve();
  }

  /**
   * Resolves when attached and the state of the device is known. A function gets the instrument's bytes only.
   * `ConnectionError` when the port agent is not reached, `StateError` when another holds the lease, `ParameterError` for an impossible position.
   */
  async initComms(handlers: LoggerHandlers | ((bytes: Uint8Array) => void), signal?: AbortSignal): Promise<void> {
    if (this.#session !== undefined) throw new StateError('initComms', 'attached', ['send', 'stopComms']);
    const session: Session = {
      stop: new AbortController(),
      handlers: handlersOf(handlers),
      caughtUp: Promise.withResolvers(),
      held: [],
      lastSign: this.#clock.elapsed(),
      busy: false,
    };
    this.#session = session;
    const where = `port agent ${this.#addr}:${this.#options.httpPort ?? this.#port}`;
    const limit = this.#options.timeout ?? TIMEOUT_MS;
    try {
      session.attachment = await withDeadline(this.#clock, limit, `${where} to answer`, signal, (late) => {
        const giveUp = (): void => session.stop.abort(late.reason);
        late.addEventListener('abort', giveUp, { once: true });
        return this.#attach(session).finally(() => late.removeEventListener('abort', giveUp));
      });
    } catch (error) {
      this.#end(session, asError(error));
      throw error instanceof Error && error.name === 'TimeoutError'
        ? new ConnectionError(`${where}: no answer within ${describeMilliseconds(limit)}`, { cause: error })
        : error;
    }
    session.lastSign = this.#clock.elapsed();
    this.#watch(session);
    setImmediate(() => this.#release(session));
  }

  #attach(session: Session): Promise<Attachment> {
    const { httpPort, commandPort, generation = 'newest', from = 'end', exclusive = false } = this.#options;
    const target = { host: this.#addr, clock: this.#clock, signal: session.stop.signal };
    const events = this.#events(session);
    const owner = this.#options.owner ?? `process ${process.pid}`;
    return httpPort === undefined
      ? attachToOriginal(target, { dataPort: this.#port, commandPort, generation }, events)
      : attachToSonde(target, { port: httpPort, from, exclusive, owner }, events);
  }

  #events(session: Session): AttachmentEvents {
    const { handlers } = session;
    const hand = (news: () => Promise<void> | void): Promise<void> | void => {
      if (this.#session !== session) return;
      if (session.held !== undefined) session.held.push(news);
      else return news();
    };
    return {
      alive: () => {
        session.lastSign = this.#clock.elapsed();
      },
      packets: (packets) =>
        hand(async () => {
          session.busy = true;
          try {
            await handlers.onPackets(packets);
          } finally {
            session.busy = false;
            session.lastSign = this.#clock.elapsed();
          }
        }),
      condition: (condition) => {
        if (this.#session !== session) return;
        const changed = this.#state !== condition;
        this.#state = condition;
        if (changed || !session.attachment) hand(() => handlers.onState?.(condition));
      },
      caughtUp: () => hand(() => session.caughtUp.resolve()),
      lost: (error) => hand(() => this.#lose(session, error)),
    };
  }

  /** Hands on what was held while attaching, then lets the rest come. */
  async #release(session: Session): Promise<void> {
    try {
      for (let news = session.held?.shift(); news !== undefined; news = session.held?.shift()) {
        if (this.#session !== session) return;
        await news();
      }
      session.held = undefined;
      session.attachment?.read();
    } catch (error) {
      this.#lose(session, asError(error));
    }
  }

  /** Looks again when the silence would be over its limit, not at every sign of life. */
  #watch(session: Session): void {
    const limit = this.#options.silence ?? SILENCE_MS;
    const quiet = session.busy ? 0 : this.#clock.elapsed() - session.lastSign;
    if (quiet >= limit) {
      const where = `port agent ${this.#addr}:${this.#options.httpPort ?? this.#port}`;
      this.#lose(session, new ConnectionError(`${where}: nothing came for ${describeMilliseconds(limit)}`));
      return;
    }
    session.watch = this.#clock.after(limit - quiet, () => this.#watch(session));
  }

  #lose(session: Session, error: Error): void {
    if (this.#session !== session) return;
    this.#end(session, error);
    session.handlers.onLost?.(error);
  }

  #end(session: Session, reason: Error): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#state = 'disconnected';
    session.watch?.cancel();
    session.stop.abort(reason);
  }

  /** Resolves when the bytes are on their way to the device; a `ConnectionError` at once when the port agent is lost, or when they were refused. */
  async send(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    await this.#attempt('the bytes to be sent', signal, (attachment) => attachment.send(bytes));
  }

  /** A break on the line, in ms (100 to 4000); `NotImplementedError` where the medium has none. */
  async sendBreak(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#attempt('the break to be sent', signal, (attachment) => attachment.sendBreak(ms));
  }

  async #attempt(
    awaited: string,
    signal: AbortSignal | undefined,
    work: (attachment: Attachment) => Promise<void>,
  ): Promise<void> {
    const session = this.#session;
    if (session?.attachment === undefined) {
      throw new ConnectionError(`not attached to port agent ${this.#addr}:${this.#options.httpPort ?? this.#port}`);
    }
    const { attachment, stop } = session;
    const limit = this.#options.timeout ?? TIMEOUT_MS;
    await withDeadline(this.#clock, limit, awaited, [signal, stop.signal], () => work(attachment));
  }

  /** Leaves the port agent, which goes on. Nothing is called back any more. May be called at any time. */
  async stopComms(): Promise<void> {
    if (this.#session) this.#end(this.#session, new ConnectionError('left the port agent'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopComms();
  }
}
