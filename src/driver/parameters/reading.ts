import type { Blob, Reply } from '../../definition/instrument.ts';
import type { BlobParameter, TextParameter } from '../../definition/parameter.ts';
import { viewOf } from '../../kit/bytes.ts';
import { describeError } from '../../kit/errors.ts';
import type { Value } from '../../model/sample.ts';
import { toLabel } from './parameter-rule.ts';

/** A value that was read, or what kept it from being read. */
export type Read = { readonly value: Value } | { readonly problem: string };

export function readText(parameter: TextParameter, text: string): Read {
  const match = parameter.pattern.exec(text);
  if (match === null) return { problem: `the reply does not show it: nothing matches ${parameter.pattern}` };
  try {
    return { value: toLabel(parameter, parameter.read(match[1])) };
  } catch (error) {
    return { problem: `shown as '${match[0]}': ${describeError(error)}` };
  }
}

export function readFromBlob(parameter: BlobParameter, blob: Uint8Array): Read {
  try {
    const value = parameter.field.get(viewOf(blob));
    return { value: toLabel(parameter, value) };
  } catch (error) {
    return { problem: describeError(error) };
  }
}

/** A copy of the blob that stands in the reply: the stretch whose checksum is right; other bytes may stand around it. */
export function findBlob(blob: Blob, { bytes }: Reply): Uint8Array | undefined {
  for (let at = 0; at + blob.length <= bytes.length; at++) {
    const stretch = bytes.subarray(at, at + blob.length);
    if (blob.checksum.verify(stretch)) return Uint8Array.from(stretch);
  }
  return undefined;
}
