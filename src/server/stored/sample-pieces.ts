import { csvText } from '../../kit/csv.ts';
import { toIso } from '../../kit/time.ts';
import type { Sample } from '../../model/sample.ts';
import { toJsonValue, toSampleJson } from '../../model/sample-json.ts';
import type { StoredStream } from '../../store/read/stored-stream.ts';

/** How samples leave the server: the media type of each form. */
export const SAMPLE_FORMS = {
  json: 'application/json; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const;
export type SampleForm = keyof typeof SAMPLE_FORMS;

const ACCEPTED: readonly (readonly [string, SampleForm])[] = [
  ['application/json', 'json'],
  ['application/x-ndjson', 'jsonl'],
  ['text/csv', 'csv'],
];

/** The form that a request accepts, in the order in which it names them; JSON where it does not say. */
export function formOf(accept: string | undefined): SampleForm {
  const wanted = (accept ?? '').split(',').map((type) => type.split(';')[0]!.trim().toLowerCase());
  for (const type of wanted) {
    const found = ACCEPTED.find(([known]) => known === type);
    if (found !== undefined) return found[1];
  }
  return 'json';
}

type Batches = AsyncIterable<readonly Sample[]>;
type About = Pick<StoredStream, 'fields' | 'flags'>;

/** What a form makes of samples, of which at most `limit` are wanted; one more says that there are more. */
export const SAMPLE_PIECES = {
  json: jsonPieces,
  jsonl: linePieces,
  csv: csvPieces,
} as const satisfies Readonly<
  Record<SampleForm, (batches: Batches, limit: number, about: About, fields?: readonly string[]) => unknown>
>;

async function* upTo(batches: Batches, limit: number): AsyncGenerator<readonly Sample[], boolean> {
  let left = limit;
  for await (const batch of batches) {
    if (batch.length > left) {
      if (left > 0) yield batch.slice(0, left);
      return true;
    }
    left -= batch.length;
    yield batch;
  }
  return false;
}

async function* jsonPieces(batches: Batches, limit: number): AsyncGenerator<string> {
  const wanted = upTo(batches, limit);
  let before = '{"samples":[';
  for (;;) {
    const { done, value } = await wanted.next();
    if (done) return yield `${before === ',' ? '' : before}],"more":${value}}`;
    yield `${before}${value.map((sample) => JSON.stringify(toSampleJson(sample))).join(',')}`;
    before = ',';
  }
}

async function* linePieces(batches: Batches, limit: number): AsyncGenerator<string> {
  for await (const batch of upTo(batches, limit)) {
    yield batch.map((sample) => `${JSON.stringify(toSampleJson(sample))}\n`).join('');
  }
}

const cell = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : csvText(typeof value === 'object' ? JSON.stringify(value) : String(value));

async function* csvPieces(
  batches: Batches,
  limit: number,
  about: About,
  names: readonly string[] = Object.keys(about.fields),
): AsyncGenerator<string> {
  const flags = Object.keys(about.flags).filter((flag) => names.includes(about.flags[flag]!.field));
  yield `${['time', ...names, 'quality', ...flags].map(csvText).join(',')}\n`;
  for await (const batch of upTo(batches, limit)) {
    const lines = batch.map(({ time, values, quality, flags: own = {} }) =>
      [
        toIso(time),
        ...names.map((name) => cell(toJsonValue(values[name] ?? null))),
        quality,
        ...flags.map((flag) => cell(own[flag])),
      ].join(','),
    );
    yield `${lines.join('\n')}\n`;
  }
}
