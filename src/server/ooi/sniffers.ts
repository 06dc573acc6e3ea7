import { connect, type Socket } from 'node:net';
import type { Clock, Timer } from '../../kit/clock.ts';
import { every } from '../../kit/clock.ts';
import { TooManyError } from '../../kit/errors.ts';
import { runningPortAgent } from '../../port-agent/run-file.ts';

/** One is left when nobody has read it for so long, in ms. */
const UNREAD = 60_000;
/** So much waits to be read; of more, the oldest is dropped. */
const CHUNKS = 1000;
const BYTES = 1 << 20;
const MOST = 50;

interface Sniffer {
  readonly socket: Socket;
  chunks: string[];
  size: number;
  readAt: number;
}

/** What port agents show on their sniff ports, kept for those who ask for it bit by bit. */
export class Sniffers implements Disposable {
  readonly #run: string;
  readonly #clock: Clock;
  readonly #sniffers = new Map<string, Sniffer>();
  #sweep: Timer | undefined;

  /** `run` is the folder in which port agents say where they are. */
  constructor(run: string, clock: Clock) {
    this.#run = run;
    this.#clock = clock;
  }

  /** What came since the last call for the same; `undefined` where there is no sniff port. The first call begins to listen. */
  async read(portAgent: string, key: string): Promise<string | undefined> {
    const name = JSON.stringify([portAgent, key]);
    const sniffer = this.#sniffers.get(name) ?? (await this.#open(name, portAgent));
    if (sniffer === undefined) return undefined;
    const text = sniffer.chunks.join('');
    sniffer.chunks = [];
    sniffer.size = 0;
    sniffer.readAt = this.#clock.elapsed();
    return text;
  }

  [Symbol.dispose](): void {
    this.#sweep?.cancel();
    for (const { socket } of this.#sniffers.values()) socket.destroy();
    this.#sniffers.clear();
  }

  async #open(name: string, portAgent: string): Promise<Sniffer | undefined> {
    if (this.#sniffers.size >= MOST) throw new TooManyError(`${MOST} listen to sniff ports already`, UNREAD / 1000);
    const running = await runningPortAgent(this.#run, portAgent);
    if (running === undefined) return undefined;
    const socket = connect(running.ports.sniff, running.listen).setEncoding('latin1');
    const sniffer: Sniffer = { socket, chunks: [], size: 0, readAt: this.#clock.elapsed() };
    this.#sniffers.set(name, sniffer);
    socket.on('data', (chunk: string) => keep(sniffer, chunk));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      if (this.#sniffers.get(name) === sniffer) this.#sniffers.delete(name);
    });
    this.#sweep ??= every(this.#clock, UNREAD / 4, () => this.#leaveUnread());
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    return isOpen ? sniffer : undefined;
  }

  #leaveUnread(): void {
    for (const { socket, readAt } of this.#sniffers.values())
      if (this.#clock.elapsed() - readAt > UNREAD) socket.destroy();
  }
}

function keep(sniffer: Sniffer, chunk: string): void {
  sniffer.chunks.push(chunk);
  sniffer.size += chunk.length;
  while (sniffer.chunks.length > CHUNKS || sniffer.size > BYTES) sniffer.size -= sniffer.chunks.shift()!.length;
}
