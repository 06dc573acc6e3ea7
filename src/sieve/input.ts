import { SYNC } from '../packet/codec.ts';
import { type Packet, PacketDecoder } from '../packet/decoder.ts';
import { dclInput, looksLikeDcl, looksLikeDclHex } from './dcl-input.ts';
import { hexInput } from './hex-input.ts';
import type { InputDecoder, InputPiece } from './input-piece.ts';

/**
 * How a file holds an instrument's bytes: as they came; as hex digits; as the packets of a port agent's log; as lines of OOI's data
 * logger (DCL), each with a time before it, and these in hex digits. `auto` looks at the first bytes and tells all but `hex`, because
 * some instruments themselves send hex digits.
 */
export const INPUT_FORMS = ['auto', 'raw', 'hex', 'datalog', 'dcl', 'dcl-hex'] as const;
export type InputForm = (typeof INPUT_FORMS)[number];

/** Turns a file's bytes into what the instrument sent and received, in order. */
export async function* readInput(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  decoder: InputDecoder,
): AsyncGenerator<InputPiece, void, undefined> {
  for await (const chunk of chunks) yield* decoder.push(chunk);
  yield* decoder.end();
}

export function inputDecoder(form: InputForm): InputDecoder {
  switch (form) {
    case 'auto':
      return autoInput();
    case 'raw':
      return rawInput();
    case 'hex':
      return hexInput();
    case 'datalog':
      return datalogInput();
    case 'dcl':
      return dclInput({ hex: false });
    case 'dcl-hex':
      return dclInput({ hex: true });
  }
}

const rawInput = (): InputDecoder => ({
  push: (bytes) => [{ direction: 'received', bytes }],
  end: () => [],
  unreadable: 0,
});

function datalogInput(): InputDecoder {
  const decoder = new PacketDecoder({ patience: Number.POSITIVE_INFINITY });
  const pieces = (packets: readonly Packet[]): InputPiece[] =>
    packets.flatMap(({ type, time, payload }): InputPiece[] => {
      if (payload.length === 0) return [];
      if (type === 'DATA_FROM_INSTRUMENT') return [{ direction: 'received', bytes: payload, time }];
      if (type === 'DATA_FROM_DRIVER') return [{ direction: 'sent', bytes: payload, time }];
      return [];
    });
  return {
    push: (bytes) => pieces(decoder.push(bytes)),
    end: () => pieces(decoder.end()),
    get unreadable() {
      return decoder.skippedBytes;
    },
  };
}

/** How many bytes `auto` looks at. */
const ENOUGH = 8192;

function autoInput(): InputDecoder {
  let head = Buffer.alloc(0);
  let decoder: InputDecoder | undefined;
  const decide = (): readonly InputPiece[] => {
    decoder = inputDecoder(detectForm(head));
    return decoder.push(head);
  };
  return {
    push(bytes) {
      if (decoder !== undefined) return decoder.push(bytes);
      head = Buffer.concat([head, bytes]);
      return head.length < ENOUGH ? [] : decide();
    },
    end() {
      const pieces = decoder === undefined ? decide() : [];
      return [...pieces, ...(decoder?.end() ?? [])];
    },
    get unreadable() {
      return decoder?.unreadable ?? 0;
    },
  };
}

/** A log may begin in the middle of a packet, or with a damaged one. */
const looksLikeDatalog = (head: Buffer): boolean =>
  head.subarray(0, SYNC.length).equals(SYNC) || new PacketDecoder().push(head).length > 0;

/** What a file holds that begins like this. */
export function detectForm(head: Buffer): Exclude<InputForm, 'auto'> {
  if (looksLikeDatalog(head)) return 'datalog';
  if (!looksLikeDcl(head)) return 'raw';
  return looksLikeDclHex(head) ? 'dcl-hex' : 'dcl';
}
