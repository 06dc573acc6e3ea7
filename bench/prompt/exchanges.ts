import { once } from 'node:events';
import { connect } from 'node:net';
import { DeclaredDriver } from '../../src/driver/declared-driver.ts';
import { loadInstrument } from '../../src/instruments/find-instrument.ts';
import { systemClock } from '../../src/kit/clock.ts';
import type { RunFile } from '../../src/port-agent/run-file.ts';
import { RECORD, RECORDED_TEMPERATURE } from './sbe37-record.ts';

/** Asked in turn, so many times each. */
const BLOCK = 50;
/** So many times as many go that way before. */
const WARM_UP = 2;

/** Sends the command and resolves when its whole answer was there. */
interface Exchanger extends AsyncDisposable {
  exchange(): Promise<void>;
}

const ANSWER = `ts\r\n${RECORD}S>`;

/** Over a plain socket: to the device, or whatever relays to it. */
async function plainSocket(port: number): Promise<Exchanger> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let text = '';
  let answered = (): void => {};
  socket.setEncoding('latin1').on('data', (more: string) => {
    text += more;
    if (text.length >= ANSWER.length) answered();
  });
  return {
    exchange: () =>
      new Promise((resolve, reject) => {
        text = '';
        answered = () =>
          text === ANSWER ? resolve() : reject(new Error(`the device answered ${JSON.stringify(text)}`));
        socket.write('ts\r\n');
      }),
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}

/** Through a driver: it gives the sample that the answer holds. */
async function throughDriver({ listen, ports }: RunFile): Promise<Exchanger> {
  const definition = await loadInstrument('sea_bird.sbe37_smp');
  const driver = new DeclaredDriver(() => {}, { definition, instrument: 'ctd', clock: systemClock });
  await driver.configure({ addr: listen, port: ports.data, http_port: ports.http });
  await driver.connect();
  const state = await driver.discover();
  if (state !== 'command') throw new Error(`the device awaits commands, and the driver found '${state}'`);
  return {
    async exchange() {
      const sample = await driver.executeAcquireSample();
      if (!isRecorded(sample)) throw new Error(`the driver made another sample of it: ${JSON.stringify(sample)}`);
    },
    [Symbol.asyncDispose]: () => driver.close(),
  };
}

const isRecorded = (sample: unknown): boolean =>
  typeof sample === 'object' &&
  sample !== null &&
  'values' in sample &&
  typeof sample.values === 'object' &&
  sample.values !== null &&
  'temp' in sample.values &&
  sample.values.temp === RECORDED_TEMPERATURE;

export const sonde = async (devicePort: number, running: RunFile, count: number): Promise<readonly number[]> =>
  compare(await throughDriver(running), devicePort, count);

export const plain = async (devicePort: number, port: number, count: number): Promise<readonly number[]> =>
  compare(await plainSocket(port), devicePort, count);

/** How long an exchange takes that way, and directly, in ms: what p50 and p99 have more, and both p50. */
async function compare(way: Exchanger, devicePort: number, count: number): Promise<readonly number[]> {
  await using own = way;
  await using direct = await plainSocket(devicePort);
  await timed(own, WARM_UP * count);
  await timed(direct, BLOCK);
  const took = { own: [] as number[], direct: [] as number[] };
  while (took.own.length < count) {
    took.own.push(...(await timed(own, BLOCK)));
    took.direct.push(...(await timed(direct, BLOCK)));
  }
  const [own50, own99, direct50, direct99] = [took.own, took.direct].flatMap((all) => {
    const sorted = all.toSorted((a, b) => a - b);
    return [0.5, 0.99].map((share) => sorted[Math.floor(share * sorted.length)]!);
  }) as [number, number, number, number];
  return [own50 - direct50, own99 - direct99, own50, direct50];
}

async function timed(way: Exchanger, count: number): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < count; i++) {
    const begun = performance.now();
    await way.exchange();
    took.push(performance.now() - begun);
  }
  return took;
}
