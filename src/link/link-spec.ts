interface Common {
  /** Closes the link when no bytes came for so many ms. */
  readonly quietLimit?: number | undefined;
}

export interface TcpSpec extends Common {
  readonly type: 'tcp';
  readonly host: string;
  readonly port: number;
  /** Where a terminal server takes commands beside the bytes: `break <ms>`. */
  readonly controlPort?: number | undefined;
}

/** A terminal server that speaks telnet with its serial port's settings (RFC 2217), and so can send a break. */
export interface TelnetSpec extends Common {
  readonly type: 'telnet';
  readonly host: string;
  readonly port: number;
}

export const DATA_BITS = [5, 6, 7, 8] as const;
export const PARITIES = ['none', 'even', 'odd', 'mark', 'space'] as const;
export const STOP_BITS = [1, 1.5, 2] as const;
export const FLOW_CONTROLS = ['none', 'hardware', 'software'] as const;

export interface SerialSpec extends Common {
  readonly type: 'serial';
  readonly path: string;
  readonly baud: number;
  readonly dataBits: (typeof DATA_BITS)[number];
  readonly parity: (typeof PARITIES)[number];
  readonly stopBits: (typeof STOP_BITS)[number];
  readonly flowControl: (typeof FLOW_CONTROLS)[number];
}

export interface UdpSpec extends Common {
  readonly type: 'udp';
  readonly host: string;
  readonly port: number;
  /** Where the device sends to; any free port unless given. */
  readonly localPort?: number | undefined;
}

/** Two connections: the device sends on one port and listens on another. */
export interface RxTxSpec extends Common {
  readonly type: 'rxtx';
  readonly host: string;
  readonly rxPort: number;
  readonly txPort: number;
}

/** `recorded`: with the times of the recording; `fast`: as quickly as it is taken; a number: so many bytes per second. */
export type Pace = 'recorded' | 'fast' | number;

/** Plays a file as if a device sent it. Behind its end the device is silent, unless it begins anew. */
export interface ReplaySpec extends Common {
  readonly type: 'replay';
  readonly path: string;
  readonly pace: Pace;
  readonly loop?: boolean | undefined;
}

/** How a device is connected. */
export type LinkSpec = TcpSpec | TelnetSpec | SerialSpec | UdpSpec | RxTxSpec | ReplaySpec;
