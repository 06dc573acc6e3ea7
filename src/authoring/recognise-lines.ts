import { toBytes } from '../kit/bytes.ts';
import type { FoundStream } from './findings.ts';
import { shapeOf, type Token, tokensOf, valuesOf } from './line-shape.ts';
import { nameOf } from './recognise-parameters.ts';
import { objectOf, patternOf } from './source-text.ts';
import type { TimedLine } from './spoken.ts';

/** A complete line as it came, with what ends it; one that came by itself has a time (ms). */
export type HeardLine = Pick<TimedLine, 'raw'> & Partial<TimedLine>;

export const withoutEnd = (line: string): string => line.replace(/[\r\n]+$/, '');

const PRINTABLE = /^[\t\x20-\x7e]*$/;

/** Rarer forms are left to the author. */
const MOST_STREAMS = 8;

interface Group {
  readonly lines: readonly HeardLine[];
  readonly rows: readonly (readonly Token[])[];
}

/** Lines of one form that hold values, most frequent first: those that came by themselves at least twice, or were a whole reply. */
export function lineStreams(heard: readonly HeardLine[], replies: readonly HeardLine[]): readonly FoundStream[] {
  const groups = new Map<string, { lines: HeardLine[]; rows: (readonly Token[])[] }>();
  for (const line of [...heard, ...replies]) {
    const text = withoutEnd(line.raw);
    const tokens = tokensOf(text);
    if (!PRINTABLE.test(text) || !isRecord(tokens)) continue;
    const shape = shapeOf(tokens);
    const group = groups.get(shape) ?? { lines: [], rows: [] };
    group.lines.push(line);
    group.rows.push(tokens);
    groups.set(shape, group);
  }
  const found = [...groups.values()]
    .filter(({ lines }) => lines.length > 1 || lines.every(({ at }) => at === undefined))
    .sort((a, b) => b.lines.length - a.lines.length);
  const streams = found.slice(0, MOST_STREAMS).flatMap((group) => streamOf(group) ?? []);
  return streams.map((stream, i) => ({ ...stream, name: i === 0 ? 'sample' : `sample_${i + 1}` }));
}

/** Numbers with hardly a word between them. */
function isRecord(tokens: readonly Token[]): boolean {
  const values = valuesOf(tokens);
  const words = tokens.flatMap(({ kind, text }) => (kind === 'text' ? (text.match(/[A-Za-z]{2,}/g) ?? []) : [])).length;
  return values.length > 0 && words <= values.length;
}

/** `T=` and `Temp:` name what follows. */
const labelIn = (text: string): string => nameOf(/([A-Za-z][A-Za-z0-9_ ]*?)\s*[=:]\s*$/.exec(text)?.[1] ?? '');

function namesOf(row: readonly Token[]): string[] {
  const used = new Map<string, number>();
  let count = 0;
  return row.flatMap(({ kind }, i) => {
    if (kind === 'text') return [];
    count++;
    const before = row[i - 1];
    const label = before?.kind === 'text' ? labelIn(before.text) : '';
    const plain = label || (kind === 'time' ? 'date_time' : kind === 'hex' ? 'hex' : `value_${count}`);
    const times = (used.get(plain) ?? 0) + 1;
    used.set(plain, times);
    return [times === 1 ? plain : `${plain}_${times}`];
  });
}

const CLASSES: Readonly<Record<string, string>> = { '9': '\\d', a: '[A-Za-z]' };

/** The pattern of a value, wide enough for all that were seen in its place. */
function valuePattern(values: readonly Token[]): string {
  const [first] = values;
  if (first?.kind === 'hex') return `[0-9A-Fa-f]{${first.text.length}}`;
  if (first?.kind === 'time') {
    const shape = first.text.replace(/\d/g, '9').replace(/[A-Za-z]/g, 'a');
    return Array.from(shape, (character) => CLASSES[character] ?? patternOf(character)).join('');
  }
  const signed = values.some(({ text }) => /^[-+]/.test(text)) || values.some(({ text }) => text.includes('.'));
  const plus = values.some(({ text }) => text.startsWith('+'));
  const sign = signed ? (plus ? '[-+]?' : '-?') : '';
  const power = values.some(({ text }) => /e/i.test(text)) ? '(?:[eE][-+]?\\d+)?' : '';
  const whole = values.every(({ text }) => !text.includes('.'));
  return `${sign}${whole ? '\\d+' : values.every(({ text }) => /\d\.\d/.test(text)) ? '\\d+\\.\\d+' : '\\d*\\.?\\d*'}${power}`;
}

const wordOf = (values: readonly Token[]): string => {
  if (values[0]?.kind !== 'number') return 'text';
  return values.every(({ text }) => /^[-+]?\d+$/.test(text)) ? 'integer' : 'number';
};

/** Nothing where one pattern cannot say what all of them are. */
function streamOf({ lines, rows }: Group): Omit<FoundStream, 'name'> | undefined {
  const [row = []] = rows;
  const names = namesOf(row);
  const words: string[] = [];
  const fields: string[] = [];
  let pattern = '';
  for (const [i, token] of row.entries()) {
    const column = rows.map((one) => one[i]!);
    if (i > 0 || column.some(({ spaced }) => spaced)) pattern += spaceBefore(column, row[i - 1]);
    if (token.kind === 'text') {
      pattern += token.text.split(/\s+/).map(patternOf).join('\\s+');
      continue;
    }
    const field = names[fields.length]!;
    const word = wordOf(column);
    words.push(word);
    fields.push(`${field}: ${word}()`);
    pattern += `(?<${field}>${valuePattern(column)})`;
  }
  const whole = new RegExp(`^${pattern}\\s*$`);
  if (!lines.every(({ raw }) => whole.test(withoutEnd(raw)))) return undefined;
  const times = lines.flatMap(({ at }) => (at === undefined ? [] : [at]));
  return {
    source: `line(${whole}, ${objectOf(fields, '    ')})`,
    words: ['line', ...words],
    example: toBytes(lines[0]!.raw),
    isText: true,
    ...(times.length > 0 && { every: pace(times) }),
  };
}

/** White space that stood there always must stand there; two values need it between them. */
function spaceBefore(column: readonly Token[], before: Token | undefined): string {
  if (before !== undefined && before.kind !== 'text' && column[0]?.kind !== 'text') return '\\s+';
  return '\\s*';
}

/** The middle one of the times between samples, in s. */
export function pace(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  const middle = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1000;
  return Math.max(0.1, Math.round(middle / 100) / 10);
}
