import type { InstrumentSummary } from '../../../../../src/model/api/instrument.ts';
import type { StreamMetadata } from '../../../../../src/model/metadata.ts';
import { inWholeUnit, unitWords } from '../../../words/value.ts';

/** A field that can be plotted. */
export interface PlotField {
  /** `stream.field`, as addresses carry it. */
  readonly key: string;
  readonly stream: string;
  readonly field: string;
  readonly title: string;
  /** A whole one: values in `0.001 dbar` are plotted in dbar. */
  readonly unit: string | undefined;
  /** What a value is multiplied by, to be in that unit. */
  readonly scale: number;
}

/** Fields of one unit, which share an axis. */
export interface Panel {
  readonly unit: string | undefined;
  readonly fields: readonly PlotField[];
}

type Streams = Readonly<Record<string, StreamMetadata>>;
const MOST_AT_FIRST = 3;

/** A field of a stream, as a plot shows it. */
export function plotField(
  stream: string,
  field: string,
  { title, unit }: { title: string; unit?: string | undefined },
): PlotField {
  const whole = inWholeUnit(1, unit);
  const scale = typeof whole.value === 'number' ? whole.value : 1;
  return { key: `${stream}.${field}`, stream, field, title, unit: whole.unit, scale };
}

/** All fields of an instrument that are numbers. */
export const plotFields = (streams: Streams): PlotField[] =>
  Object.entries(streams).flatMap(([stream, { fields }]) =>
    Object.entries(fields)
      .filter(([, { type }]) => type === 'number' || type === 'integer')
      .map(([field, about]) => plotField(stream, field, about)),
  );

/** What is plotted while nobody has chosen: what lists show of it; else the first fields that are measured in a unit. */
export function firstFields(fields: readonly PlotField[], values: InstrumentSummary['values']): string[] {
  const known = values
    .map(({ stream, field }) => `${stream}.${field}`)
    .filter((key) => fields.some((own) => own.key === key));
  const measured = fields.filter(({ unit }) => unit !== undefined).map(({ key }) => key);
  return (known.length > 0 ? known : measured.length > 0 ? measured : fields.map(({ key }) => key)).slice(
    0,
    MOST_AT_FIRST,
  );
}

/** The chosen fields by unit, in the order in which they were chosen; two without a unit have nothing in common. */
export function panelsOf(fields: readonly PlotField[], chosen: readonly string[]): Panel[] {
  const shown = chosen.flatMap((key) => fields.filter((own) => own.key === key));
  const groups = Map.groupBy(shown, ({ unit, key }) => unit ?? key);
  return [...groups.values()].map((own) => ({ unit: own[0]?.unit, fields: own }));
}

/** What a panel is called: its field, or what its fields have in common. */
export function titleOf({ unit, fields }: Panel): { readonly title: string; readonly unit: string | undefined } {
  const words = unitWords(unit);
  const [only, ...others] = fields;
  if (only !== undefined && others.length === 0) return { title: only.title, unit: words === '' ? undefined : words };
  return { title: words === '' ? 'No unit' : `In ${words}`, unit: undefined };
}

/** The chosen fields by stream: what is asked for together. */
export const byStream = (fields: readonly PlotField[], chosen: readonly string[]): ReadonlyMap<string, string[]> =>
  new Map(
    [
      ...Map.groupBy(
        fields.filter(({ key }) => chosen.includes(key)),
        ({ stream }) => stream,
      ),
    ].map(([stream, own]) => [stream, own.map(({ field }) => field)]),
  );
