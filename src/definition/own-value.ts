import type { FieldMetadata } from '../model/metadata.ts';
import type { Value } from '../model/sample.ts';

type Type = FieldMetadata['type'];

const IS: Readonly<Record<Exclude<Type, 'list'>, (value: unknown) => boolean>> = {
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  text: (value) => typeof value === 'string',
  flag: (value) => typeof value === 'boolean',
  bytes: (value) => value instanceof Uint8Array,
};

/**
 * A value that a definition's own function has read. Throws where it is not of its field's type, as where nothing could be read: no file
 * has a place for it.
 */
export function ownValue<T extends Value>(
  { type, items = 'number' }: Pick<FieldMetadata, 'type' | 'items'>,
  value: T | null,
): T | null {
  const isItem = (item: unknown): boolean => item === null || IS[items](item);
  const fits = type === 'list' ? Array.isArray(value) && value.every(isItem) : IS[type](value);
  if (value !== null && !fits)
    throw new TypeError(`a value was read that is no ${type === 'list' ? `list of ${items}` : type}`);
  return value;
}
