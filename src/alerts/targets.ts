import type { FieldMetadata, StreamMetadata } from '../model/metadata.ts';

/** A field of a stream that a name stands for. */
export interface Target {
  readonly stream: string;
  readonly field: string;
  readonly metadata: FieldMetadata;
}

/** Only of a number can be said whether it lies between others. */
export const isWatched = ({ type }: FieldMetadata): boolean => type === 'number' || type === 'integer';

/** The field of this stream that a name in a configuration would be: `temp` or `ctd.temp`. */
export const fieldNamed = (name: string, stream: string): string =>
  name.startsWith(`${stream}.`) ? name.slice(stream.length + 1) : name;

/** The fields that a name in a configuration stands for: `temp` that of every stream that has it, `ctd.temp` that of one. */
export const targetsOf = (name: string, streams: Readonly<Record<string, StreamMetadata>>): readonly Target[] =>
  Object.entries(streams).flatMap(([stream, { fields }]) => {
    const field = fieldNamed(name, stream);
    const metadata = fields[field];
    return metadata === undefined ? [] : [{ stream, field, metadata }];
  });
