import assert from 'node:assert/strict';
import { type Instrument, type Reply, yieldsOf } from '../definition/instrument.ts';
import type { BlobParameter, TextParameter } from '../definition/parameter.ts';
import { sharesFrames } from '../definition/stream.ts';
import { toBytes, toText, viewOf } from '../kit/bytes.ts';
import { fromIso, toIso } from '../kit/time.ts';
import type { Value } from '../model/sample.ts';
import { sieveOf, sift } from './sift.ts';

const asBytes = (reply: string | Uint8Array): Uint8Array => (typeof reply === 'string' ? toBytes(reply) : reply);
const asReply = (reply: string | Uint8Array): Reply => ({ bytes: asBytes(reply), text: toText(asBytes(reply)) });

function replyTo(definition: Instrument, command: string | undefined): Reply {
  const reply = command === undefined ? undefined : definition.simulation.replies[command];
  assert(reply !== undefined, `the simulation has no reply to '${command}'`);
  return asReply(reply);
}

/** Each parameter's pattern matches once in the reply that shows it; what is read can be shown and sent, and read again. */
export function parametersAreShown(definition: Instrument): void {
  for (const [name, parameter] of Object.entries(definition.parameters)) {
    if (parameter.source === 'text') textIsShown(name, parameter, replyTo(definition, parameter.shownBy));
    if (parameter.source === 'blob') blobIsShown(name, parameter, definition);
  }
}

function textIsShown(name: string, parameter: TextParameter, { text }: Reply): void {
  const { pattern } = parameter;
  const matches = [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))];
  assert.equal(matches.length, 1, `${name}: how often ${pattern} matches in the reply to ${parameter.shownBy}`);
  const shown = matches[0]?.[1];
  const value = parameter.read(shown);
  assert.equal(parameter.show(value) ?? '', shown ?? '', `${name}: shown as it was read`);
  if (parameter.prefix === undefined) return;
  assert.deepEqual(parameter.parse(parameter.format(value)), value, `${name}: sent and understood`);
}

function blobIsShown(name: string, { field, blob }: BlobParameter, definition: Instrument): void {
  const description = definition.blobs?.[blob ?? ''];
  assert(description !== undefined, `${name} stands in no blob`);
  const bytes = replyTo(definition, description.shownBy).bytes.slice(0, description.length);
  const before = bytes.slice();
  const view = viewOf(bytes);
  const value: Value = field.get(view);
  assert(value !== null, `${name} cannot be read`);
  field.put(view, value);
  assert.deepEqual(bytes, before, `${name}: written as it was read`);
  description.checksum.seal(bytes);
  assert.deepEqual(bytes, before, `${blob}: the seal is the instrument's own`);
}

/** The simulation's records and replies are what the sieve takes for them. */
export function simulationIsUnderstood(definition: Instrument): void {
  const { records, replies, prompt } = definition.simulation;
  for (const [stream, record] of Object.entries(records)) {
    const found = sift(sieveOf(definition), [asBytes(record)]);
    assert.deepEqual(
      found.records
        .map((one) => one.stream)
        .filter((name) => name === stream || !sharesFrames(definition.samples[name], definition.samples[stream])),
      [stream],
      `the record of ${stream}`,
    );
    assert.equal(found.counts.unmatched, 0, `the record of ${stream} is whole`);
  }
  for (const [name, command] of Object.entries(definition.commands)) {
    const reply = replies[name];
    if (reply === undefined || yieldsOf(command).length === 0 || !('send' in command)) continue;
    const sent = typeof command.send === 'string' ? command.send : '';
    const found = sift(sieveOf(definition), [{ sent }, asBytes(reply), toBytes(prompt)]);
    assert.deepEqual(
      found.records.map((one) => one.stream),
      yieldsOf(command).slice(0, 1),
      `the reply to ${name}`,
    );
  }
}

/** A time that is written into the reply is read from it, and the clock that is set shows that time. */
export function clockIsUnderstood(definition: Instrument): void {
  const { clock } = definition;
  if (clock === undefined) return;
  const time = fromIso('2026-03-29T23:59:58Z');
  const written = clock.write(replyTo(definition, clock.shownBy), time);
  assert.equal(toIso(clock.read(asReply(written)) ?? 0n), toIso(time), 'read as written');
  const set = clock.set.reduce((current, { format, parse }) => parse(format(time), current), fromIso('1970-01-01'));
  assert.equal(toIso(set), toIso(time), 'set');
  for (const { format, width, prefix } of clock.set) assert.equal(format(time).length, width, `the width of ${prefix}`);
}
