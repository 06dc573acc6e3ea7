import type { Exchange, Instrument } from '../../definition/instrument.ts';
import type { TextParameter } from '../../definition/parameter.ts';
import { concatBytes, toBytes } from '../../kit/bytes.ts';
import { ParameterError } from '../../kit/errors.ts';
import type { Value, Values } from '../../model/sample.ts';
import { toRaw } from './parameter-rule.ts';

/** One thing to send in order to set these parameters. */
export interface WriteStep {
  readonly names: readonly string[];
  readonly exchange: Exchange;
}

const textStep = (name: string, parameter: TextParameter, value: Value): WriteStep => ({
  names: [name],
  exchange: { send: `${parameter.prefix ?? ''}${parameter.format(toRaw(parameter, value))}` },
});

/** A blob is written whole: as it was last read, with the new values in it, sealed. */
function blobStep(
  definition: Instrument,
  blob: string,
  lastRead: Uint8Array | undefined,
  names: readonly string[],
  values: Values,
): WriteStep {
  const { shownBy, checksum, write } = definition.blobs?.[blob] ?? {};
  if (lastRead === undefined || checksum === undefined || write === undefined) {
    const message = `it is written as a whole and was not read yet: '${shownBy}' shows it`;
    throw new ParameterError([{ name: blob, message }]);
  }
  const bytes = Uint8Array.from(lastRead);
  const view = new DataView(bytes.buffer);
  for (const name of names) {
    const parameter = definition.parameters[name];
    const value = values[name];
    if (parameter?.source === 'blob' && value !== undefined) parameter.field.put(view, toRaw(parameter, value));
  }
  checksum.seal(bytes);
  const { prefix, until, timeout } = write;
  const send = concatBytes([toBytes(prefix), bytes]);
  return { names, exchange: { send, until, ...(timeout !== undefined && { timeout }) } };
}

/** What has to be sent: texts one by one in the definition's order, each blob once, where its first value stands. */
export function writePlan(
  definition: Instrument,
  values: Values,
  blobs: ReadonlyMap<string, Uint8Array>,
): readonly WriteStep[] {
  const names = Object.keys(definition.parameters).filter((name) => values[name] !== undefined);
  const planned = new Set<string>();
  return names.flatMap((name): readonly WriteStep[] => {
    const parameter = definition.parameters[name];
    const value = values[name];
    if (parameter === undefined || value === undefined || planned.has(name)) return [];
    if (parameter.source === 'text') return [textStep(name, parameter, value)];
    if (parameter.source !== 'blob' || parameter.blob === undefined) return [];
    const { blob } = parameter;
    const together = names.filter((other) => {
      const candidate = definition.parameters[other];
      return candidate?.source === 'blob' && candidate.blob === blob;
    });
    for (const other of together) planned.add(other);
    return [blobStep(definition, blob, blobs.get(blob), together, values)];
  });
}
