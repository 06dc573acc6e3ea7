/** Telnet's bytes: RFC 854, 856 (binary), 858 (no go-ahead), 857 (echo), 2217 (the serial port behind the server). */
const IAC = 255;
const [WILL, WONT, DO, DONT, SB, SE] = [251, 252, 253, 254, 250, 240];
const BINARY = 0;
const ECHO = 1;
const NO_GO_AHEAD = 3;
const COM_PORT = 44;
const SET_CONTROL = 5;
const [BREAK_ON, BREAK_OFF] = [5, 6];

/** What we offer to do, and what the server may do. An echo is the instrument's own business: it is only told to be there. */
const OURS: readonly number[] = [BINARY, NO_GO_AHEAD, COM_PORT];
const THEIRS: readonly number[] = [BINARY, NO_GO_AHEAD, ECHO];

/** What is said first: bytes go as they are in both directions, and the serial port's break is ours to set. */
export const GREETING = Uint8Array.of(IAC, WILL, BINARY, IAC, DO, BINARY, IAC, WILL, COM_PORT);

/** Holds the line in the break state, or lets go of it. */
export const breakCommand = (held: boolean): Uint8Array =>
  Uint8Array.of(IAC, SB, COM_PORT, SET_CONTROL, held ? BREAK_ON : BREAK_OFF, IAC, SE);

/** The bytes as telnet carries them: 255 is written twice. */
export function escapeTelnet(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(IAC)) return bytes;
  const escaped: number[] = [];
  for (const byte of bytes) escaped.push(...(byte === IAC ? [IAC, IAC] : [byte]));
  return Uint8Array.from(escaped);
}

/** What the server said to an option: whether it agreed. */
export interface Agreed {
  /** It sends bytes as they are. */
  binaryIn?: boolean;
  /** It takes bytes as they are. */
  binaryOut?: boolean;
  /** It knows RFC 2217. */
  comPort?: boolean;
}

export interface TelnetDecoder {
  readonly agreed: Readonly<Agreed>;
  /** The instrument's bytes in what came; the rest is telnet's own and was answered. */
  push(bytes: Uint8Array): Uint8Array;
}

type Expecting = 'data' | 'command' | 'option' | 'parameters' | 'parameters end';

/** Takes telnet's own out of what comes, however it is cut. `answer` sends what telnet has to say back. */
export function telnetDecoder(answer: (bytes: Uint8Array) => void): TelnetDecoder {
  const agreed: Agreed = {};
  /** What needs no answer: it answers us, or was answered. Two ends that confirm each other's confirmation never stop. */
  const settled = new Set([`${DO} ${BINARY}`, `${WILL} ${BINARY}`, `${DO} ${COM_PORT}`]);
  let expecting: Expecting = 'data';
  let command = 0;

  function note(option: number): void {
    const yes = command === DO || command === WILL;
    if (option === COM_PORT && (command === DO || command === DONT)) agreed.comPort = yes;
    if (option === BINARY) agreed[command === DO || command === DONT ? 'binaryOut' : 'binaryIn'] = yes;
  }

  function negotiate(option: number): void {
    note(option);
    if (command === DONT || command === WONT || settled.has(`${command} ${option}`)) return;
    settled.add(`${command} ${option}`);
    const reply = command === DO ? (OURS.includes(option) ? WILL : WONT) : THEIRS.includes(option) ? DO : DONT;
    answer(Uint8Array.of(IAC, reply, option));
  }

  /** Whether the byte is the instrument's. */
  function isData(byte: number): boolean {
    switch (expecting) {
      case 'data':
        if (byte !== IAC) return true;
        expecting = 'command';
        return false;
      case 'command':
        expecting = byte === SB ? 'parameters' : byte >= WILL && byte <= DONT ? 'option' : 'data';
        command = byte;
        return byte === IAC;
      case 'option':
        expecting = 'data';
        negotiate(byte);
        return false;
      case 'parameters':
        if (byte === IAC) expecting = 'parameters end';
        return false;
      case 'parameters end':
        expecting = byte === SE ? 'data' : 'parameters';
        return false;
    }
  }

  return {
    agreed,
    push: (bytes) => (expecting === 'data' && !bytes.includes(IAC) ? bytes : bytes.filter(isData)),
  };
}
