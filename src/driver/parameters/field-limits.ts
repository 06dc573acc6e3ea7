import type { FrameField } from '../../definition/frame-field.ts';
import type { Value } from '../../model/sample.ts';

/** What fits into a field, found by writing into it and reading that again: a field says no more than where it stands. */
export interface FieldLimits {
  readonly min?: number;
  readonly max?: number;
  /** Characters of a text, numbers of a list, or bytes. */
  readonly length?: number;
}

/** What the field shows after this was written; `undefined` when it cannot be. */
export function storedAs(field: FrameField, value: Value): Value | undefined {
  try {
    const frame = new DataView(new ArrayBuffer(field.end));
    field.put(frame, value);
    return field.get(frame) ?? undefined;
  } catch {
    return undefined;
  }
}

function integerLimits(field: FrameField): FieldLimits {
  const wrapped = storedAs(field, -1);
  if (typeof wrapped !== 'number') return {};
  if (wrapped >= 0) return { min: 0, max: wrapped };
  const width = [8, 16, 32].find((bits) => storedAs(field, 2 ** (bits - 1)) !== 2 ** (bits - 1));
  return width === undefined ? {} : { min: -(2 ** (width - 1)), max: 2 ** (width - 1) - 1 };
}

export function limitsOf(field: FrameField): FieldLimits {
  if (field.type === 'integer') return integerLimits(field);
  const stored =
    field.type === 'text'
      ? storedAs(field, '~'.repeat(field.end))
      : field.get(new DataView(new ArrayBuffer(field.end)));
  return typeof stored === 'string' || Array.isArray(stored) || stored instanceof Uint8Array
    ? { length: stored.length }
    : {};
}
