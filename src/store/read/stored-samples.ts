import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { inScope } from '../../kit/scope.ts';
import type { Sample } from '../../model/sample.ts';
import { type BucketQuery, type Buckets, queryBuckets } from '../buckets/query-buckets.ts';
import { type Duck, openDuck } from '../duck.ts';
import { instrumentsIn, mustBeOneOf, streamsIn } from '../stored-parts.ts';
import type { HotRows } from './hot-rows.ts';
import { interruptedBy } from './interrupt.ts';
import { querySamples } from './query-samples.ts';
import type { SampleQuery, StretchQuery } from './sample-query.ts';
import { describeStream, type StoredStream } from './stored-stream.ts';
import { takeSnapshot } from './stream-snapshot.ts';

export interface StoredSamplesOptions {
  /** The most memory that queries may use, in bytes: 256 MiB where nothing is said. What does not fit goes to `spill`. */
  readonly memory?: number;
  /** A folder for that; one of the system's for temporary files where none is named. */
  readonly spill?: string;
  /** A DuckDB that is there already, in place of one of its own; it stays open. */
  readonly duck?: Duck;
  /** Rows of this process that are in no file yet. */
  readonly hot?: HotRows;
}

export interface LatestQuery extends StretchQuery {
  /** 1 where nothing is said. */
  readonly count?: number;
}

/**
 * The samples in a data folder, while others write them: a query sees each row once. Names that are not there are a `ParameterError`
 * that says what is.
 */
export interface StoredSamples extends Disposable {
  /** What there is, of all instruments or of one. */
  streams(instrument?: string): Promise<readonly StoredStream[]>;
  /** What there is of one stream. */
  stream(instrument: string, stream: string): Promise<StoredStream>;
  /** In batches, as fast as they are taken. */
  samples(query: SampleQuery): AsyncIterable<readonly Sample[]>;
  /** The last ones by their time, oldest first. */
  latest(query: LatestQuery): Promise<readonly Sample[]>;
  /** The least, the greatest and the mean of numbers, for each stretch of time. */
  buckets(query: BucketQuery): Promise<Buckets>;
}

/** Opens the samples in a data folder. */
export async function openSamples(data: string, options: StoredSamplesOptions = {}): Promise<StoredSamples> {
  const { memory, spill = join(tmpdir(), `sonde-query-${process.pid}`), hot } = options;
  const duck = options.duck ?? (await openDuck({ ...(memory !== undefined && { memory }), spill }));
  const place = { data, ...(hot && { hot }) };

  async function* samples(query: SampleQuery): AsyncGenerator<readonly Sample[]> {
    const { signal } = query;
    const connection = await duck.connect();
    const interrupted = interruptedBy(connection, signal);
    try {
      signal?.throwIfAborted();
      yield* querySamples(connection, await takeSnapshot(connection, place, query.instrument, query.stream), query);
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      interrupted[Symbol.dispose]();
      connection[Symbol.dispose]();
    }
  }

  const withConnection = <T>(
    signal: AbortSignal | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> =>
    inScope(async (use) => {
      const connection = use(await duck.connect());
      use(interruptedBy(connection, signal));
      signal?.throwIfAborted();
      return await work(connection).catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : error;
      });
    });

  return {
    streams: (instrument) =>
      withConnection(undefined, async (connection) => {
        const all = await instrumentsIn(data);
        if (instrument !== undefined) mustBeOneOf('instrument with samples', instrument, all);
        const found: StoredStream[] = [];
        for (const id of instrument === undefined ? all : [instrument]) {
          for (const stream of await streamsIn(join(data, id))) {
            found.push(await describeStream(connection, await takeSnapshot(connection, place, id, stream)));
          }
        }
        return found;
      }),
    stream: (instrument, stream) =>
      withConnection(undefined, async (connection) =>
        describeStream(connection, await takeSnapshot(connection, place, instrument, stream)),
      ),
    samples,
    latest: async ({ count = 1, ...query }) => {
      const newest: Sample[] = [];
      for await (const batch of samples({ ...query, limit: count, order: 'newest' })) newest.push(...batch);
      return newest.reverse();
    },
    buckets: (query) =>
      withConnection(query.signal, async (connection) =>
        queryBuckets(connection, await takeSnapshot(connection, place, query.instrument, query.stream), data, query),
      ),
    [Symbol.dispose]() {
      if (options.duck === undefined) duck[Symbol.dispose]();
    },
  };
}
