import { z } from 'zod';
import type { Details, EventLevel } from './event.ts';

export interface Description {
  readonly level: EventLevel;
  readonly text: string;
  readonly subject: string | undefined;
  readonly details: Details;
}

interface Kind<Shape extends z.ZodObject, Out = z.output<Shape>> {
  readonly title: string;
  readonly level: EventLevel | ((details: Out) => EventLevel);
  readonly details: Shape;
  readonly text: (details: Out) => string;
  readonly subject?: (details: Out) => string | undefined;
  /** The names of the details that make two events alike; all where nothing is said. */
  readonly alike?: readonly (keyof Out & string)[];
}

/**
 * What every event of a type has in common. `describe` says what there is to say of an event's details; a `ZodError` where they are not
 * those of this type. Events of the same `likeness` are alike: of many that come fast, only some are kept.
 */
export const kind = <Shape extends z.ZodObject>({ title, level, details, text, subject, alike }: Kind<Shape>) => ({
  title,
  level: typeof level === 'string' ? level : ('by outcome' as const),
  details,
  describe(given: unknown): Description {
    const own = details.parse(given);
    return {
      level: typeof level === 'string' ? level : level(own),
      text: text(own),
      subject: subject?.(own),
      details: z.record(z.string(), z.json()).parse(own),
    };
  },
  likeness: (own: Details): unknown => (alike === undefined ? own : alike.map((name) => own[name])),
});

export const json = z.json();
export const text = z.string();
export const milliseconds = z.number().describe('ms');
export const link = z.string().optional().describe('where the instrument has several');
export const failure = z.object({ message: text, code: text.optional() });

export const show = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));
export const assigned = (values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(values).map(([name, value]) => `${name}=${show(value)}`);
export const over = ({ link }: { readonly link?: string | undefined }): string =>
  link === undefined ? '' : ` over ${link}`;

const LONG = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
];
export function took(ms: number): string {
  const long = LONG.find((unit) => ms >= 2 * unit.ms);
  if (long !== undefined) return `${Number((ms / long.ms).toFixed(1))} ${long.name}`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
