import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { integer, number } from '../definition/field.ts';
import type { Instrument } from '../definition/instrument.ts';
import { from, line } from '../definition/stream.ts';
import { samplesOfLog } from '../driver/log-samples.ts';
import { toBytes } from '../kit/bytes.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { dayOf, fromIso, fromMillis } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { LogWriter } from '../packet/log-writer.ts';
import { Settling } from '../refine/settling.ts';
import { unrefined } from '../refine/test-unrefined.ts';
import type { StreamFacts } from '../store/day-metadata.ts';
import { recoverReplacements } from '../store/replace/replacement.ts';
import { undoLast } from '../store/replace/undo-replacement.ts';
import { testDuck } from '../store/test-duck.ts';
import { storeDay } from '../store/write/test-store-day.ts';
import { daysTouched } from './range.ts';
import { type ReparseOptions, reparse } from './reparse.ts';

/** `#<n> <value>` is a point, `k <factor>` the factor that is joined to later points; `read` is what the definition makes of a value. */
export const probe = (read: (value: number) => number = (value) => value, unit = 'mV') =>
  defineInstrument({
    kind: 'acme.probe',
    maker: 'Acme',
    model: 'Probe',
    dialogue: { newline: '\r\n', prompt: />$/, timeout: '5 s' },
    discover: { listen: '1 s', otherwise: 'autosample' },
    states: { autosample: { streaming: ['point'] } },
    commands: {},
    parameters: {},
    samples: {
      point: line(
        /^#(?<n>\d+) (?<value>-?[\d.]+)$/,
        { n: integer(), value: { ...number({ unit }), read: (text) => read(Number(text)) } },
        { joins: { factor: from('factor', 'factor') } },
      ),
      factor: line(/^k (?<factor>[\d.]+)$/, { factor: number() }),
    },
    simulation: { prompt: '>', rejects: '>', replies: {}, records: {}, values: {}, streams: {} },
  });

export const factsOf = (
  definition: Instrument,
  name: string,
  digest: string,
  { streams } = unrefined(definition),
): StreamFacts => {
  const { fields, flags, ...stream } = streams[name]!;
  return {
    instrument: { id: 'probe_1', kind: definition.kind, maker: definition.maker, model: definition.model },
    stream: { name, ...stream },
    fields,
    flags,
    definitions: [digest],
    calibrations: {},
  };
};

/** What was logged: a time, and a line. */
export type Logged = readonly [time: string, line: string];

export async function scene(t: TestContext) {
  const { folder: own, connection } = await testDuck(t);
  const clock = new FakeClock('2026-02-01T00:00:00Z');
  const dir = join(own, 'log');

  async function log(lines: readonly Logged[]): Promise<void> {
    const first = new FakeClock(lines[0]![0]);
    const writer = await LogWriter.open({ dir, clock: first });
    for (const [time, text] of lines) writer.append('DATA_FROM_INSTRUMENT', toBytes(`${text}\r\n`), fromIso(time));
    await writer.close();
  }

  async function allSamples(definition: Instrument): Promise<Sample[]> {
    const found: Sample[] = [];
    for await (const { samples } of samplesOfLog({ dir, definition, instrument: 'probe_1', link: '', clock })) {
      found.push(...samples);
    }
    return found;
  }

  /** Keeps what a driver with this definition finds in the log. */
  async function keep(
    definition: Instrument,
    wanted: (sample: Sample) => boolean = () => true,
    refiner = unrefined(definition),
  ): Promise<void> {
    const settling = new Settling();
    const refined = settling.take(refiner.refine(await allSamples(definition)));
    const groups = Map.groupBy(
      [...refined, ...settling.rest()].filter(wanted),
      ({ stream, time }) => `${stream} ${dayOf(time)}`,
    );
    for (const [key, samples] of groups) {
      const [stream = '', day = ''] = key.split(' ');
      await storeDay({ connection, own, stream }, day, factsOf(definition, stream, 'old', refiner), samples);
    }
  }

  const options = (definition: Instrument, more: Partial<ReparseOptions> = {}): ReparseOptions => ({
    own,
    connection,
    clock,
    instrument: 'probe_1',
    definition,
    days: daysTouched(undefined, undefined),
    logOf: () => dir,
    streams: Object.keys(definition.samples),
    makeRefiner: () => unrefined(definition),
    factsOf: (stream, refiner) => factsOf(definition, stream, 'new', refiner),
    before: async () => [],
    bound: undefined,
    dryRun: false,
    ...more,
  });

  const rows = async (columns: string, stream = 'point'): Promise<unknown[][]> =>
    (
      await connection.runAndReadAll(
        `SELECT ${columns} FROM read_parquet('${own}/samples/${stream}/*.parquet', union_by_name = true) ORDER BY log_day, log_offset`,
      )
    ).getRowsJson();

  return {
    own,
    dir,
    clock,
    connection,
    log,
    keep,
    allSamples,
    rows,
    options,
    /** Another run, some time later. */
    run: async (definition: Instrument, more: Partial<ReparseOptions> = {}) => {
      await clock.advance(1000);
      return reparse(options(definition, more));
    },
    /** What an agent with this definition adds while others work. */
    append: async (definition: Instrument, stream: string, day: string) => {
      const samples = (await allSamples(definition)).filter((own) => own.stream === stream && dayOf(own.time) === day);
      await storeDay({ connection, own, stream }, day, factsOf(definition, stream, 'old'), samples);
    },
    recover: () => recoverReplacements({ own, connection, clock }),
    undo: async (onStep?: ReparseOptions['onStep']) => {
      await clock.advance(1000);
      return undoLast({ own, connection, clock, ...(onStep && { onStep }) });
    },
  };
}

/** So many points a minute apart, with their number as their value. */
export const points = (start: string, count: number, first = 1): Logged[] =>
  Array.from({ length: count }, (_, i): Logged => {
    const time = fromIso(start) + fromMillis(i * 60_000);
    return [new Date(Number(time / 1_000_000n)).toISOString(), `#${first + i} ${first + i}`];
  });
