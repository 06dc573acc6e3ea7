// An instrument with two heads, each at a link of its own, as a definition and as the devices. For tests.
import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { integer } from '../definition/field.ts';
import { int, settable, shownBy } from '../definition/parameter.ts';
import { pattern } from '../definition/reply.ts';
import { lineBreak } from '../definition/send.ts';
import { line } from '../definition/stream.ts';
import { listen } from '../link/test-devices.ts';

const stop = [lineBreak('300 ms')];

/** The slave waits for the master's pings, and so is started first. */
export const twoHeaded = defineInstrument({
  kind: 'test.two_headed',
  maker: 'Test',
  model: 'Two heads',
  links: ['master', 'slave'],
  dialogue: { newline: '\r\n', prompt: />$/, wake: { send: '\r\n', tries: 2 }, sleepsAfter: '1 min', timeout: '5 s' },
  discover: { ask: 'status' },
  states: { command: { shows: /idle/ }, autosample: { shows: /pinging/, streaming: ['beams', 'fifth_beam'] } },
  commands: {
    status: { send: 'ST' },
    slave_status: { link: 'slave', send: 'ST' },
    start_autosample: {
      steps: [
        { link: 'slave', send: 'GO', until: pattern(/waiting\r\n>/) },
        { send: 'GO', when: /waiting/ },
      ],
      to: 'autosample',
    },
    stop_autosample: {
      steps: [{ send: stop }, { link: 'slave', send: stop }],
      in: 'autosample',
      to: 'command',
    },
  },
  parameters: {
    ...shownBy('status', { interval: settable('TE=', int(/TE=(\d+)/, { unit: 's' })) }),
    ...shownBy('slave_status', { slave_interval: settable('TE=', int(/TE=(\d+)/, { unit: 's' })) }),
  },
  samples: {
    beams: line(/^P (?<number>\d+)$/, { number: integer() }),
    fifth_beam: line(/^P (?<number>\d+)$/, { number: integer() }, { link: 'slave' }),
  },
  simulation: {
    replies: { status: 'idle TE=1\r\n', slave_status: 'idle TE=1\r\n' },
    records: { beams: 'P 1\r\n', fifth_beam: 'P 1\r\n' },
    prompt: '>',
    rejects: '?\r\n>',
    values: {},
    streams: {},
  },
});

/** One head behind a terminal server: it listens to commands until it is started, and then to breaks only. */
export interface Head extends AsyncDisposable {
  readonly link: string;
  /** Sends as many pings, counted up. */
  ping(count: number): Promise<void>;
  /** Throws out whoever is connected, until `plugIn`. */
  unplug(): void;
  plugIn(): void;
}

/** Notes in `heard` what it is told, behind its name. */
async function openHead(name: string, heard: string[]): Promise<Head> {
  const wire = await listen();
  const control = await listen();
  let interval = 1;
  let isPinging = false;
  let pings = 0;
  let isPluggedIn = true;

  const answers = (command: string): string => {
    if (isPinging) return '';
    if (command !== '') heard.push(`${name} ${command}`);
    const [, seconds] = /^TE=(\d+)$/.exec(command) ?? [];
    if (seconds !== undefined) interval = Number(seconds);
    if (command === 'ST') return `idle TE=${interval}\r\n>`;
    if (command !== 'GO') return '>';
    isPinging = true;
    return 'waiting\r\n>';
  };
  let socket: Socket | undefined;
  wire.server.on('connection', (joined) => {
    if (!isPluggedIn) return void joined.destroy();
    socket = joined;
    let typed = '';
    joined.setEncoding('latin1').on('data', (text: string) => {
      const lines = (typed + text).split('\r\n');
      typed = lines.pop() ?? '';
      for (const line of lines) joined.write(answers(line));
    });
  });
  control.server.on('connection', (asker) =>
    asker.setEncoding('latin1').on('data', (text: string) => {
      heard.push(`${name} ${text.trim()}`);
      isPinging = false;
      asker.write('OK\r\n');
      socket?.write('BREAK\r\n>');
    }),
  );
  return {
    link: `tcp://127.0.0.1:${wire.port}?control=${control.port}`,
    async ping(count) {
      const connected = await wire.connection();
      for (let i = 0; i < count; i++) connected.write(`P ${++pings}\r\n`);
    },
    unplug() {
      isPluggedIn = false;
      socket?.destroy();
    },
    plugIn() {
      isPluggedIn = true;
    },
    async [Symbol.asyncDispose]() {
      await wire[Symbol.asyncDispose]();
      await control[Symbol.asyncDispose]();
    },
  };
}

/** Both heads, and what they were told, in order. */
export async function openHeads(t: TestContext) {
  const heard: string[] = [];
  const master = await openHead('master', heard);
  t.after(() => master[Symbol.asyncDispose]());
  const slave = await openHead('slave', heard);
  t.after(() => slave[Symbol.asyncDispose]());
  return { master, slave, heard };
}
