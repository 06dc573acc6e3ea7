import { HEADER_SIZE } from '../../src/packet/codec.ts';
import { typeNumber } from '../../src/packet/types.ts';

type Take = (bytes: Buffer) => void;

const DATA = typeNumber('DATA_FROM_INSTRUMENT');

/** Takes the headers of Sonde's data port out of a stream and hands on what the instrument sent: as little work as a client can do. */
export function payloadsOf(take: Take): Take {
  const header = Buffer.alloc(HEADER_SIZE);
  let headed = 0;
  let left = 0;
  return (bytes) => {
    let at = 0;
    while (at < bytes.length) {
      if (left === 0) {
        const copied = bytes.copy(header, headed, at);
        at += copied;
        headed += copied;
        if (headed < HEADER_SIZE) return;
        headed = 0;
        left = header.readUInt16BE(4) - HEADER_SIZE;
        continue;
      }
      const part = bytes.subarray(at, at + left);
      if (header[3] === DATA) take(part);
      at += part.length;
      left -= part.length;
    }
  };
}
