import type { WebSocket } from 'ws';
import type { Bus } from '../../bus/bus.ts';
import type { Caller, InstrumentService } from '../../bus/services.ts';
import type { Topics } from '../../bus/topics.ts';
import { toBytes } from '../../kit/bytes.ts';
import { type Clock, every, type Timer } from '../../kit/clock.ts';
import { describeError, NotImplementedError, TooManyError } from '../../kit/errors.ts';
import { type DirectServerMessage, directClientMessage } from '../../model/api/live.ts';
import { toProblem } from '../../model/to-problem.ts';
import { readJson } from '../json-body.ts';
import { Typist } from './typist.ts';

export interface DirectSessionOptions {
  readonly socket: WebSocket;
  readonly instrument: string;
  readonly service: InstrumentService;
  readonly link: string | undefined;
  readonly caller: Caller;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** A terminal that leaves so many bytes unread is gone. */
const UNREAD = 1 << 20;
/** One that does not answer between two of these is gone, in ms. */
const PING = 10_000;

/** A raw terminal to an instrument, for as long as it is wanted, possible and allowed. However it ends, the instrument is left in order. */
export class DirectSession {
  readonly #options: DirectSessionOptions;
  readonly #typist: Typist;
  readonly #leave: (() => void)[] = [];
  readonly #over = Promise.withResolvers<void>();
  #pings: Timer | undefined;
  /** Since when the instrument is held for the session. */
  #since: string | undefined;
  /** By whom it was taken away from the session, and why. */
  #takenAway: string | undefined;
  #isOpen = false;
  #isEnding = false;

  constructor(options: DirectSessionOptions) {
    this.#options = options;
    this.#typist = new Typist(options.clock);
  }

  /** Resolves when it is over and the instrument is in order. */
  async run(): Promise<void> {
    const { socket, bus, instrument } = this.#options;
    socket.on('error', () => {}); // `close` follows
    socket.on('close', () => void this.end('the terminal has gone'));
    socket.on('message', (data: Buffer, isBinary) => this.#hear(data, isBinary));
    this.#leave.push(
      bus.subscribe('direct', (told) => {
        if (told.instrument === instrument) this.#show(told.bytes);
      }),
      bus.subscribe('event', (event) => {
        if (event.instrument === instrument && event.type === 'direct_access_ended')
          void this.end(this.#takenAway ?? `direct access was ended by ${event.by}`);
      }),
      bus.subscribe('lock', (news) => {
        if (news.instrument === instrument) this.#lookAtLock(news);
      }),
    );
    this.#watch();
    await this.#open();
    await this.#over.promise;
  }

  /** Ends it, and says why. */
  async end(reason: string, thrown?: unknown): Promise<void> {
    if (this.#isEnding) return this.#over.promise;
    this.#isEnding = true;
    const { service, caller, socket } = this.#options;
    for (const leave of this.#leave.splice(0)) leave();
    this.#pings?.cancel();
    await this.#typist.stop();
    // Where somebody else has ended it, there is nothing to close.
    if (this.#isOpen) await service.closeDirect(caller).catch(() => {});
    this.#say({ type: 'closed', reason, ...(thrown !== undefined && { problem: toProblem(thrown) }) });
    socket.close(1000);
    this.#over.resolve();
  }

  async #open(): Promise<void> {
    const { service, caller, link, bus, instrument } = this.#options;
    try {
      await service.openDirect({ link }, caller);
      this.#isOpen = true;
      const { direct } = await service.describe();
      const lock = bus.find('locks', '')?.of(instrument);
      if (lock === undefined) throw new NotImplementedError('nobody keeps locks here');
      this.#since = lock.since;
      // Whoever has gone meanwhile has left a session behind.
      if (this.#isEnding) await service.closeDirect(caller).catch(() => {});
      else this.#say({ type: 'opened', instrument, lock, ...direct, buttons: [...direct.buttons] });
    } catch (error) {
      await this.end(describeError(error), error);
    }
  }

  #hear(data: Buffer, isBinary: boolean): void {
    try {
      if (isBinary) this.#type(new Uint8Array(data), 0);
      else this.#obey(directClientMessage.parse(readJson(data.toString())));
    } catch (error) {
      const isTooMuch = error instanceof TooManyError;
      void this.end(isTooMuch ? error.message : `a message was not understood: ${describeError(error)}`, error);
    }
  }

  #obey(message: ReturnType<typeof directClientMessage.parse>): void {
    const { service, caller } = this.#options;
    switch (message.type) {
      case 'send':
        this.#type(toBytes(message.text), message.pace, message.text);
        break;
      case 'break':
        this.#queue(1, () => service.breakDirect(message.milliseconds, caller));
        break;
      case 'close':
        void this.end('closed');
    }
  }

  #type(bytes: Uint8Array, pace: number, text?: string): void {
    const { service, caller } = this.#options;
    this.#queue(bytes.length, async () => {
      await this.#typist.type(bytes, pace, (part) => service.writeDirect(part, caller));
      if (text !== undefined) this.#say({ type: 'sent', by: caller.by, text });
    });
  }

  #queue(size: number, work: () => Promise<void>): void {
    // Who types while it is taken away hears of that first by what is refused.
    this.#typist
      .add(size, work)
      .catch((error: unknown) =>
        this.#takenAway === undefined ? this.end(describeError(error), error) : this.end(this.#takenAway),
      );
  }

  #say(message: DirectServerMessage): void {
    const { socket } = this.#options;
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  }

  #show(bytes: Uint8Array): void {
    const { socket } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(bytes, { binary: true });
    if (socket.bufferedAmount > UNREAD) socket.terminate();
  }

  #lookAtLock({ lock, by }: Topics['lock']): void {
    const { instrument, caller } = this.#options;
    if (lock === null) {
      this.#since = undefined;
      if (by !== undefined && by !== caller.by) this.#takenAway = `${by} has let go of ${instrument} in your place`;
    } else {
      this.#since ??= lock.since;
      if (lock.since !== this.#since) this.#takenAway = `${lock.holder} has taken ${instrument} over: ${lock.reason}`;
    }
  }

  #watch(): void {
    const { socket, clock } = this.#options;
    let isAlive = true;
    socket.on('pong', () => {
      isAlive = true;
    });
    this.#pings = every(clock, PING, () => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    });
  }
}
