// A small instrument for tests of what definitions can say: what it answers is the test's, its socket is real.
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { integer } from '../definition/field.ts';
import { int, interval, settable, shownBy } from '../definition/parameter.ts';
import { nothing } from '../definition/reply.ts';
import { line } from '../definition/stream.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import { listen } from '../link/test-devices.ts';

/** Its prompt is `>`, it refuses with `ERR`, sends `#<count>` by itself after `start`, and takes `a=1`. */
export const probe = defineInstrument({
  kind: 'acme.probe',
  maker: 'Acme',
  model: 'Probe',
  dialogue: { newline: '\r\n', prompt: />$/, rejected: /ERR\r\n>$/, timeout: '5 s' },
  discover: { ask: 'status' },
  states: { command: { shows: /mode c/ }, autosample: { shows: /mode s/, streaming: ['point'] } },
  commands: {
    status: { send: 'ds' },
    start_autosample: { send: 'start', to: 'autosample', until: nothing },
    stop_autosample: { send: 'stop', in: 'autosample', to: 'command' },
  },
  parameters: {
    ...shownBy('status', {
      a: settable('a=', int(/a (\d+)/)),
      b: settable('b=', int(/b (\d+)/)),
      c: settable('c=', int(/c (\d+)/)),
    }),
    poll_interval: interval('0 s'),
  },
  samples: { point: line(/^#(?<count>\d+)$/, { count: integer() }) },
  simulation: { prompt: '>', rejects: 'ERR\r\n>', replies: {}, records: {}, values: {}, streams: {} },
});

export interface Probe {
  readonly link: LinkSpec;
  /** What it holds, as `ds` shows it. */
  readonly values: Record<string, number>;
  mode: 'c' | 's';
  /** All lines that it was sent. */
  readonly lines: readonly string[];
  /** Resolves when so many lines were sent that match. */
  heard(line: RegExp, times?: number): Promise<void>;
  /** What it sends by itself. */
  say(text: string): Promise<void>;
  /** Closes the connection, as a cable that is pulled. */
  cut(): Promise<void>;
}

/** `answer` says what comes back for a line; `undefined`: as an obedient instrument answers, `''`: nothing. */
export async function startProbe(
  t: TestContext,
  answer: (line: string, probe: Probe) => string | undefined = () => undefined,
): Promise<Probe> {
  const device = await listen();
  t.after(() => device[Symbol.asyncDispose]());
  const lines: string[] = [];
  const looking = new Set<() => void>();
  let counting = 0;

  const own: Probe = {
    link: { type: 'tcp', host: '127.0.0.1', port: device.port },
    values: { a: 1, b: 2, c: 3 },
    mode: 'c',
    lines,
    heard: (pattern, times = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (lines.filter((one) => pattern.test(one)).length < times) return;
          looking.delete(look);
          resolve();
        };
        looking.add(look);
        look();
      }),
    async say(text) {
      const socket = await device.connection();
      socket.write(text);
    },
    async cut() {
      const socket = await device.connection();
      socket.destroy();
      await once(socket, 'close');
    },
  };

  function obey(text: string): string {
    const [, name = '', value] = /^(\w+)=(\d+)$/.exec(text) ?? [];
    if (value !== undefined) own.values[name] = Number(value);
    else if (text === 'start' || text === 'stop') own.mode = text === 'start' ? 's' : 'c';
    else if (text !== 'ds') return 'ERR\r\n>';
    if (text === 'start') return `#${++counting}\r\n`;
    const shown = Object.entries(own.values).map(([key, held]) => `${key} ${held}\r\n`);
    return text === 'ds' ? `mode ${own.mode}\r\n${shown.join('')}>` : '>';
  }

  device.server.on('connection', (socket) => {
    let pending = '';
    socket.setEncoding('latin1');
    socket.on('data', (piece: string) => {
      const whole = (pending + piece).split('\r\n');
      pending = whole.pop() ?? '';
      for (const text of whole) {
        lines.push(text);
        const reply = answer(text, own) ?? obey(text);
        if (reply !== '') socket.write(reply);
      }
      for (const look of [...looking]) look();
    });
  });
  return own;
}
