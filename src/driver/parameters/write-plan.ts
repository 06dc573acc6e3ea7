import type { Exchange, Instrument } from '../../definition/instrument.ts';
import { linkOf } from '../../definition/links.ts';
import type { Parameter, TextParameter } from '../../definition/parameter.ts';
import { concatBytes, toBytes } from '../../kit/bytes.ts';
import { ParameterError } from '../../kit/errors.ts';
import type { Value, Values } from '../../model/sample.ts';
import { toRaw } from './parameter-rule.ts';

/** One thing to send in order to set these parameters. */
export interface WriteStep extends Pick<TextParameter, 'times' | 'pace'> {
  readonly names: readonly string[];
  readonly exchange: Exchange;
}

const lineOf = (parameter: TextParameter, value: Value): string =>
  `${parameter.prefix ?? ''}${parameter.format(toRaw(parameter, value))}`;

/** Those that are sent in their own way cannot go together with others. */
const joinsBatch = ({ settings }: Instrument, { times, pace }: TextParameter): boolean =>
  settings?.batch === true && times === undefined && pace === undefined;

function textStep(definition: Instrument, names: readonly string[], values: Values): WriteStep {
  const lines = names.flatMap((name) => {
    const parameter = definition.parameters[name];
    const value = values[name];
    return parameter?.source === 'text' && value !== undefined ? [lineOf(parameter, value)] : [];
  });
  const [first] = names.map((name) => definition.parameters[name]);
  const over = first?.source === 'text' ? overLink(definition, first.shownBy) : {};
  return { names, exchange: { ...over, send: lines.join(definition.dialogue.newline) } };
}

/** It is set over the link over which it is shown. */
const overLink = ({ commands }: Instrument, shownBy: string | undefined): Pick<Exchange, 'link'> =>
  linkOf(commands[shownBy ?? '']);

const goTogether = (definition: Instrument, one: Parameter, other: Parameter | undefined): boolean =>
  one.source === 'text'
    ? other?.source === 'text' &&
      joinsBatch(definition, one) &&
      joinsBatch(definition, other) &&
      overLink(definition, one.shownBy).link === overLink(definition, other.shownBy).link
    : one.source === 'blob' && other?.source === 'blob' && one.blob === other.blob;

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
  return {
    names,
    exchange: { ...overLink(definition, shownBy), send, until, ...(timeout !== undefined && { timeout }) },
  };
}

/**
 * What has to be sent: texts in the definition's order, one by one or, where the instrument takes them so, all at once; each
 * blob once. What goes together stands where its first value does.
 */
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
    const together = names.filter((other) => goTogether(definition, parameter, definition.parameters[other]));
    for (const other of together) planned.add(other);
    if (parameter.source === 'text' && together.length > 0) return [textStep(definition, together, values)];
    if (parameter.source === 'text') {
      const { times, pace } = parameter;
      const own = { ...(times !== undefined && { times }), ...(pace !== undefined && { pace }) };
      return [{ ...textStep(definition, [name], values), ...own }];
    }
    if (parameter.source !== 'blob' || parameter.blob === undefined) return [];
    return [blobStep(definition, parameter.blob, blobs.get(parameter.blob), together, values)];
  });
}
