/** How an instrument is spoken to that has no line of its own: a command of its host hands each text on. */
export interface Tunnel {
  /** The host's command. */
  readonly command: string;
  /** The command's argument that takes the text. */
  readonly argument: string;
  /** What the host itself says around the reply: every match is taken out. */
  readonly removes?: RegExp;
}

/** An instrument behind another one, its host: it sends over the host's line, and what it is told goes through the host's driver. */
export interface Rides {
  /** The kinds of host that it is found behind. */
  readonly on: readonly string[];
  /** Without one it is only listened to. */
  readonly tunnel?: Tunnel;
}
