import { type Nanos, toNtpSeconds } from '../kit/time.ts';

/** The names that the original port agent prints. Source: ooi_port_agent, the enumeration of its packet types. */
const SNIFF_NAMES: Readonly<Record<number, string>> = {
  0: 'UNKNOWN',
  1: 'FROM_INSTRUMENT',
  2: 'FROM_DRIVER',
  3: 'PA_COMMAND',
  4: 'PA_STATUS',
  5: 'PA_FAULT',
  6: 'PA_CONFIG',
  7: 'DIGI_CMD',
  8: 'DIGI_RSP',
  9: 'PA_HEARTBEAT',
  10: 'PICKLED_FROM_INSTRUMENT',
};

const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };
const SINGLE = 0x27;
const DOUBLE = 0x22;

/** The bytes as Python 2's `repr` shows a string: single quotes, unless it holds those and no double ones. */
export function pythonRepr(bytes: Uint8Array): string {
  const quote = bytes.includes(SINGLE) && !bytes.includes(DOUBLE) ? DOUBLE : SINGLE;
  let text = String.fromCharCode(quote);
  for (const byte of bytes) {
    if (byte === quote) text += `\\${String.fromCharCode(byte)}`;
    else if (byte in ESCAPES) text += ESCAPES[byte];
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text + String.fromCharCode(quote);
}

/** One packet as the sniff port shows it: `%15.4f : %15s : %7s : %r` with the time in NTP seconds, and a line feed. */
export function sniffLine(type: number, time: Nanos, payload: Uint8Array): string {
  const seconds = toNtpSeconds(time).toFixed(4).padStart(15);
  const name = (SNIFF_NAMES[type] ?? String(type)).padStart(15);
  return `${seconds} : ${name} :  CRC OK : ${pythonRepr(payload)}\n`;
}
