import { wordSum } from '../definition/checksum.ts';
import { integer, text } from '../definition/field.ts';
import { u8, u16 } from '../definition/frame-field.ts';
import { block, found, foundAll, frame, from, line } from '../definition/stream.ts';
import { toBytes } from '../kit/bytes.ts';

const checksum = wordSum(0);
const bounds = { sync: [0xa5, 0x30], length: 8, checksum };
const isOf = (kind: number) => (bytes: DataView) => bytes.getUint8(2) === kind;

/** An instrument that does not exist: several streams share its frames, and its records know of one another. */
export const recalling = {
  dialogue: { newline: '\r\n', prompt: /S>\s*$/ },
  samples: {
    scale: line(/^scale (?<scale>\d+)$/, { scale: integer() }),
    even: frame(
      bounds,
      { value: u16(4) },
      { when: isOf(0), joins: { scale: from('scale', 'scale', { ooi: 'their_scale' }) } },
    ),
    odd: frame(bounds, { value: u16(4) }, { when: isOf(1) }),
    set_up: frame(bounds, { kind: u8(2), gain: u8(3) }, { when: (bytes) => bytes.getUint8(2) < 2, publish: 'changed' }),
    prompted: block({ from: /^LIST$/, longest: 100 }, { all: foundAll(/^- (\w+)/m, text()) }),
    status: block(
      { from: /^STATUS$/, to: /^END$/, longest: 200 },
      { n: found(/^n (\d+)/m, integer()) },
      { publish: 'changed', joins: { gain: from('set_up', 'gain') } },
    ),
  },
} as const;

export function recallingFrame(kind: number, gain: number, value: number): Uint8Array {
  const bytes = Uint8Array.of(0xa5, 0x30, kind, gain, value & 0xff, value >> 8, 0, 0);
  checksum.seal(bytes);
  return bytes;
}

export const recallingParts: readonly Uint8Array[] = [
  ...['LIST\r\n', '- a\r\n', '- b\r\nS>', 'S>', 'LIST\r\n- c\r\nS>'].map(toBytes),
  ...['scale 3\r\n', 'scale 4\r\n', 'STATUS\r\n', 'n 1\r\n', 'n 2\r\n', 'END\r\n', 'STATUS\r\nn 1\r\nEND\r\n'].map(
    toBytes,
  ),
  ...[0, 1, 2].flatMap((kind) => [recallingFrame(kind, 1, 700), recallingFrame(kind, 2, 800)]),
];
