import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import { every } from '../kit/clock.ts';
import { toMillis } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import type { CliContext } from './context.ts';
import { renderView, type ViewedInstrument } from './live-view.ts';

const HISTORY = 60;
const REDRAW = 250;

const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

/** Whether a live view can be drawn: on a pipe or a terminal that cannot move its cursor it would be garbage. */
export const canShowLive = ({ stdout }: CliContext): boolean => stdout.isTTY === true && process.env.TERM !== 'dumb';

/** Gathers what the view needs of one instrument. */
function watch(agent: InstrumentAgent): { view(): ViewedInstrument; stop(): void } {
  const history = new Map<string, number[]>();
  const received: number[] = [];
  const stop = agent.events.add((event) => {
    if (event.type === 'sample') for (const sample of event.samples) remember(history, sample);
  });
  return {
    stop,
    view() {
      const status = agent.status();
      received.push(status.bytes.received);
      if (received.length > 1000 / REDRAW + 1) received.shift();
      const seconds = ((received.length - 1) * REDRAW) / 1000;
      const bytesPerSecond = seconds > 0 ? (received.at(-1)! - received[0]!) / seconds : 0;
      return { status, units: unitsOf(agent), history, bytesPerSecond };
    },
  };
}

function unitsOf(agent: InstrumentAgent): ViewedInstrument['units'] {
  const { streams } = agent.driver.configMetadata();
  return Object.fromEntries(
    Object.entries(streams).map(([stream, { fields }]) => [
      stream,
      Object.fromEntries(Object.entries(fields).map(([field, { unit }]) => [field, unit])),
    ]),
  );
}

function remember(history: Map<string, number[]>, { stream, values }: Sample): void {
  for (const [field, value] of Object.entries(values)) {
    if (typeof value !== 'number') continue;
    const key = `${stream}.${field}`;
    const own = history.get(key) ?? [];
    own.push(value);
    if (own.length > HISTORY) own.shift();
    history.set(key, own);
  }
}

/** A live view on the terminal, until it is disposed; the screen is then as it was before. */
export function showLive(
  agents: ReadonlyMap<string, InstrumentAgent>,
  { clock, stdout }: CliContext,
  title: string,
): Disposable {
  const watches = [...agents.values()].map(watch);
  const draw = (): void => {
    const views = watches.map((own) => own.view());
    const screen = { width: stdout.columns ?? 100, height: (stdout.rows ?? 40) - 1 };
    const lines = renderView(title, views, toMillis(clock.now()), screen);
    stdout.write(`${HOME}${lines.map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`);
  };
  stdout.write(ENTER);
  draw();
  const timer = every(clock, REDRAW, draw);
  return {
    [Symbol.dispose]() {
      timer.cancel();
      for (const { stop } of watches) stop();
      stdout.write(LEAVE);
    },
  };
}
