import { join } from 'node:path';
import { asError } from '../kit/errors.ts';
import { makeFolder } from '../kit/files.ts';
import { Mutex } from '../kit/mutex.ts';
import { dayOf } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { toSampleJson } from '../model/sample-json.ts';
import { DayFile } from './day-file.ts';
import { furthest, isWritten, lastWritten, type Written } from './last-written.ts';
import type { SampleSink } from './sample-sink.ts';

/** More samples than this wait in no memory. */
const MOST_WAITING = 500_000;

interface StreamFile {
  readonly folder: string;
  file: DayFile | undefined;
  last: Written | undefined;
}

/**
 * Samples as JSON lines, one file a stream and UTC day: `<folder>/<stream>/<YYYY-MM-DD>.jsonl`. Each line says where in the
 * log its bytes stand, and on opening the last lines say how far the stream had got: what comes again is passed over.
 */
export class JsonlSink implements SampleSink {
  readonly #folder: string;
  readonly #streams = new Map<string, StreamFile>();
  readonly #turns = new Mutex();
  #waiting: Sample[] = [];
  #failure: Error | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get load(): number {
    return this.#waiting.length / MOST_WAITING;
  }

  append(samples: readonly Sample[]): void {
    if (samples.length === 0) return;
    const idle = this.#waiting.length === 0;
    for (const sample of samples) this.#waiting.push(sample);
    if (idle) void this.#write().catch((error) => this.#fail(error));
  }

  /** A line that was written stays as it is. */
  settle(): void {}

  async flush(): Promise<true> {
    await this.#write();
    await this.#turns.run(() => Promise.all([...this.#streams.values()].map(({ file }) => file?.sync())));
    if (this.#failure) throw this.#failure;
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (this.#failure === undefined) await this.flush();
    } finally {
      await this.#turns.run(() => Promise.all([...this.#streams.values()].map(({ file }) => file?.close())));
    }
  }

  /** After a failure nothing more is written: what was lost stands in the log, and a new sink goes on from there. */
  #fail(error: unknown): void {
    this.#failure ??= asError(error);
    this.#waiting = [];
  }

  #write(): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#failure) throw this.#failure;
      const samples = this.#waiting;
      this.#waiting = [];
      for (const [stream, own] of Map.groupBy(samples, (sample) => sample.stream)) await this.#writeStream(stream, own);
    });
  }

  async #writeStream(name: string, samples: readonly Sample[]): Promise<void> {
    const stream = this.#streams.get(name) ?? (await this.#open(name));
    const { last } = stream;
    const fresh = samples.filter((sample) => !isWritten(sample, last));
    for (const [day, own] of Map.groupBy(fresh, (sample) => dayOf(sample.time))) {
      if (stream.file?.day !== day) {
        await stream.file?.close();
        stream.file = await DayFile.open(stream.folder, day);
      }
      await stream.file.append(own.map((sample) => `${JSON.stringify(toSampleJson(sample))}\n`).join(''));
    }
    for (const { log, time } of fresh) if (log) stream.last = furthest(stream.last, { log, newest: time });
  }

  async #open(name: string): Promise<StreamFile> {
    const folder = join(this.#folder, name);
    await makeFolder(folder);
    const stream = { folder, file: undefined, last: await lastWritten(folder) };
    this.#streams.set(name, stream);
    return stream;
  }
}
