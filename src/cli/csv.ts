import type { Instrument } from '../definition/instrument.ts';
import type { Stream } from '../definition/stream.ts';
import { csvText } from '../kit/csv.ts';
import { toIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { toJsonValue } from '../model/sample-json.ts';

/** A cell as RFC 4180 wants it; nothing for what is missing. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return csvText(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

const fieldsOf = ({ fields, joins, derives }: Stream): string[] => Object.keys({ ...fields, ...joins, ...derives });

/**
 * Samples as CSV with one header for all streams: time, stream, quality, then every field of every stream; a field that a
 * sample's stream does not have is empty.
 */
export function csvWriter(definition: Instrument): (samples: readonly Sample[]) => string {
  const fields = [...new Set(Object.values(definition.samples).flatMap(fieldsOf))];
  let header = `${['time', 'stream', 'quality', ...fields].join(',')}\n`;
  return (samples) => {
    const rows = samples.map(({ time, stream, quality, values }) =>
      [toIso(time), stream, quality, ...fields.map((field) => csvCell(toJsonValue(values[field] ?? null)))].join(','),
    );
    const text = `${header}${rows.join('\n')}\n`;
    header = '';
    return text;
  };
}
