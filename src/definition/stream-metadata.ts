import { onceFor } from '../kit/once-for.ts';
import { mapValues } from '../kit/records.ts';
import type { FieldMetadata, StreamMetadata } from '../model/metadata.ts';
import type { Value } from '../model/sample.ts';
import type { FieldInfo, TextField } from './field.ts';
import type { FrameField } from './frame-field.ts';
import type { Instrument } from './instrument.ts';
import type { Stream } from './stream.ts';

/** `sample_rate` → `Sample rate` */
export const titleOf = (name: string, title: string | undefined): string =>
  title ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replaceAll('_', ' ');

type Described = Pick<FieldMetadata, 'type' | 'items'> & FieldInfo;

const typeOf = ({ type, items }: TextField<Value> | FrameField<Value>): Pick<FieldMetadata, 'type' | 'items'> =>
  type === 'list' ? { type, items: items ?? 'number' } : { type };

const fieldsOf = (stream: Stream): Readonly<Record<string, Described>> => {
  if (stream.kind !== 'block') {
    const fields: Readonly<Record<string, TextField<Value> | FrameField<Value>>> = stream.fields;
    return mapValues(fields, (field) => ({ ...field, ...typeOf(field) }));
  }
  return mapValues(stream.fields, ({ field, all }) => {
    const one = { ...field, ...typeOf(field) };
    return all && one.type !== 'list' ? { ...one, type: 'list', items: one.type } : one;
  });
};

/** What a stream joins is described as where it comes from, as far as the join says nothing else. */
const joinedFields = ({ joins = {} }: Stream, samples: Instrument['samples']): Readonly<Record<string, Described>> =>
  mapValues(joins, ({ stream, field, ...info }) => ({ ...fieldsOf(samples[stream]!)[field]!, ...info }));

const derivedFields = ({ derives = {} }: Stream): Readonly<Record<string, Described>> =>
  mapValues(derives, (derived) => ({ ...derived, type: 'number' }));

const fieldMetadata = ({ title, unit, cf, type, items, valid }: Described, name: string): FieldMetadata => ({
  title: titleOf(name, title),
  ...(unit !== undefined && { unit }),
  ...(cf !== undefined && { cf }),
  type,
  ...(items && { items }),
  ...(valid && { valid }),
});

/** Instruments of one kind share it, however many there are. */
const describedIn = onceFor<Instrument['samples'], Map<string, StreamMetadata>>(() => new Map());

/** What people and files need to know about a stream of a definition. */
export function streamMetadata({ samples }: Pick<Instrument, 'samples'>, name: string): StreamMetadata {
  const described = describedIn(samples);
  const known = described.get(name) ?? describe(samples, samples[name]!, name);
  described.set(name, known);
  return known;
}

const describe = (samples: Instrument['samples'], stream: Stream, name: string): StreamMetadata => ({
  title: titleOf(name, stream.title),
  ...(stream.ooi !== undefined && { ooi: stream.ooi }),
  fields: mapValues({ ...fieldsOf(stream), ...joinedFields(stream, samples), ...derivedFields(stream) }, fieldMetadata),
});
