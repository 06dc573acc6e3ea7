import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { TextField } from '../definition/field.ts';
import type { FrameField } from '../definition/frame-field.ts';
import type { Instrument } from '../definition/instrument.ts';
import { particleNames } from '../definition/particle-names.ts';
import type { BlockField } from '../definition/stream.ts';
import { fromNtpSeconds, toIso } from '../kit/time.ts';
import { type InputForm, inputDecoder } from '../sieve/input.ts';

/** A record as it should come out of the sieve. Values that are not named may be anything; bytes are written in base64. */
export interface ExpectedRecord {
  readonly stream: string;
  readonly quality?: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The instrument's own clock, as ISO-8601. */
  readonly device?: string;
}

/** Bytes as an instrument sent them, and what they mean. */
export interface Fixture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The command that they answer, where the definition knows a record by it. */
  readonly sent?: string;
  readonly expected: readonly ExpectedRecord[];
}

const fileName = (url: URL): string => url.pathname.split('/').at(-1) ?? '';

/** A fixture from a file of bytes. */
export function fixture(
  url: URL,
  expected: readonly ExpectedRecord[],
  options: { readonly sent?: string; readonly input?: InputForm } = {},
): Fixture {
  const decoder = inputDecoder(options.input ?? 'raw');
  const pieces = [...decoder.push(readFileSync(url)), ...decoder.end()];
  const bytes = Buffer.concat(pieces.filter(({ direction }) => direction === 'received').map((piece) => piece.bytes));
  return { name: fileName(url), bytes, expected, ...(options.sent !== undefined && { sent: options.sent }) };
}

/** A record of OOI's, one JSON object a line. */
interface OoiRecord {
  readonly stream: string;
  readonly quality: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly internal?: number | null;
}

/** OOI's particles carry 0 and 1 for these. */
const isFlag = (field: TextField | FrameField | BlockField | undefined): boolean =>
  field !== undefined && ('pattern' in field ? field.field : field).type === 'flag';

/** Reads what OOI's driver made of a file (JSON lines, perhaps gzipped) and gives streams and fields our names. */
export function ooiRecords(url: URL, definition: Instrument): ExpectedRecord[] {
  const content = readFileSync(url);
  const text = (url.pathname.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8');
  const names = new Map(
    Object.keys(definition.samples).map((stream) => {
      const { stream: ooi, fields } = particleNames(definition, stream);
      return [ooi, { stream, fields: new Map(Object.entries(fields).map(([name, theirs]) => [theirs, name])) }];
    }),
  );
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const { stream, quality, values, internal }: OoiRecord = JSON.parse(line);
      const ours = names.get(stream);
      if (ours === undefined)
        throw new Error(`${fileName(url)}: no stream of ${definition.kind} is '${stream}' in OOI`);
      return {
        stream: ours.stream,
        quality,
        values: Object.fromEntries(
          Object.entries(values).map(([theirs, value]) => {
            const name = ours.fields.get(theirs) ?? theirs;
            return [
              name,
              isFlag(definition.samples[ours.stream]?.fields[name]) && value !== null ? Boolean(value) : value,
            ];
          }),
        ),
        ...(typeof internal === 'number' && { device: toIso(fromNtpSeconds(internal)) }),
      };
    });
}
