import type { Nanos } from '../kit/time.ts';
import { HEADER_SIZE } from '../packet/codec.ts';
import { type Packet, PacketDecoder } from '../packet/decoder.ts';
import type { Generation, PacketType, WritableType } from '../packet/types.ts';
import { type InputForm, inputDecoder } from '../sieve/input.ts';

/** The forms of files whose bytes have their times. */
export type TimedForm = Extract<InputForm, 'datalog' | 'dcl' | 'dcl-hex'>;

/** What a file holds, as a packet of the instrument's own log. */
export interface Piece {
  readonly type: WritableType;
  readonly time: Nanos;
  readonly payload: Uint8Array;
}

export interface PieceReader {
  push(bytes: Buffer): readonly Piece[];
  end(): readonly Piece[];
  /** Bytes that were so damaged that they are left out. */
  readonly unreadable: number;
}

/** What older port agents wrote and Sonde does not, under the type that says most of it. */
const WRITTEN_AS: Partial<Readonly<Record<PacketType, WritableType>>> = {
  INSTRUMENT_COMMAND: 'PORT_AGENT_COMMAND',
  PICKLED_FROM_DRIVER: 'UNKNOWN',
};

const isWritable = (type: PacketType): type is WritableType => !Object.hasOwn(WRITTEN_AS, type);

const pieceOf = ({ type, time, payload }: Packet): Piece => ({
  type: isWritable(type) ? type : WRITTEN_AS[type]!,
  time,
  payload,
});

function packetReader(generation: Generation): PieceReader {
  const decoder = new PacketDecoder({ generation, patience: Number.POSITIVE_INFINITY });
  return {
    push: (bytes) => decoder.push(bytes).map(pieceOf),
    end: () => decoder.end().map(pieceOf),
    get unreadable() {
      return decoder.skippedBytes;
    },
  };
}

/** Lines of OOI's data logger. One without a time came at that of the line before, the first ones at that of the first that has one. */
function lineReader(form: 'dcl' | 'dcl-hex', first: Nanos): PieceReader {
  const decoder = inputDecoder(form);
  let time = first;
  const pieces = (found: ReturnType<typeof decoder.push>): Piece[] =>
    found.map((piece) => {
      time = piece.time ?? time;
      return { type: 'DATA_FROM_INSTRUMENT', time, payload: piece.bytes };
    });
  return {
    push: (bytes) => pieces(decoder.push(bytes)),
    end: () => pieces(decoder.end()),
    get unreadable() {
      return decoder.unreadable;
    },
  };
}

/** Reads what a file holds; `first` is the first time in it. */
export const pieceReader = (form: TimedForm, generation: Generation, first: Nanos): PieceReader =>
  form === 'datalog' ? packetReader(generation) : lineReader(form, first);

/** Types by their numbers as the two generations wrote them: only heartbeats tell them apart, and these are empty. */
const HEARTBEATS: ReadonlyMap<number, Generation> = new Map([
  [9, 'newest'],
  [7, 'cpa'],
]);
const TYPE_AT = 3;

/** Which generation of port agents wrote these packets: the newest, where none tells. */
export const generationOf = (packets: readonly Packet[]): Generation =>
  packets
    .filter(({ size }) => size === HEADER_SIZE)
    .map(({ bytes }) => HEARTBEATS.get(bytes[TYPE_AT]!))
    .find((generation) => generation !== undefined) ?? 'newest';
