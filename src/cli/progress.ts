import { describeMilliseconds } from '../kit/duration.ts';
import type { CliContext } from './context.ts';

const SOON_MS = 1000;
const OFTEN_MS = 500;
/** In a file or a pipe each report is a line. */
const SELDOM_MS = 10_000;

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format;

/** How far long work is, on stderr: nothing of what is done within a second. */
export class Progress implements Disposable {
  readonly #context: Pick<CliContext, 'stderr' | 'clock'>;
  readonly #what: string;
  readonly #total: number | undefined;
  readonly #begun: number;
  #done = 0;
  #said: number;
  #isOnLine = false;

  /** `what` names what is counted, `total` how many there will be where that is known. */
  constructor(context: Pick<CliContext, 'stderr' | 'clock'>, what: string, total?: number) {
    this.#context = context;
    this.#what = what;
    this.#total = total;
    this.#begun = context.clock.elapsed();
    this.#said = this.#begun + SOON_MS - OFTEN_MS;
  }

  /** So many more are done. */
  add(count: number): void {
    this.#done += count;
    const now = this.#context.clock.elapsed();
    const { stderr } = this.#context;
    if (now - this.#said < (stderr.isTTY ? OFTEN_MS : SELDOM_MS)) return;
    this.#said = now;
    stderr.write(stderr.isTTY ? `\r\x1b[K${this.#text()}` : `${this.#text()}\n`);
    this.#isOnLine = stderr.isTTY;
  }

  /** What was done, and how long it took. */
  summary(): string {
    return `${number(this.#done)} ${this.#what} in ${this.#seconds().toFixed(1)} s`;
  }

  [Symbol.dispose](): void {
    if (this.#isOnLine) this.#context.stderr.write('\r\x1b[K');
    this.#isOnLine = false;
  }

  #seconds(): number {
    return (this.#context.clock.elapsed() - this.#begun) / 1000;
  }

  #text(): string {
    const of =
      this.#total === undefined
        ? ''
        : ` of ${number(this.#total)} (${Math.floor((100 * this.#done) / Math.max(1, this.#total))} %)`;
    const rate = this.#done / this.#seconds();
    const left = this.#total === undefined || rate === 0 ? 0 : Math.max(0, this.#total - this.#done) / rate;
    const rest = left >= 1 ? `, ${describeMilliseconds(Math.round(left) * 1000)} left` : '';
    return `${number(this.#done)}${of} ${this.#what}, ${number(rate)} /s${rest}`;
  }
}
