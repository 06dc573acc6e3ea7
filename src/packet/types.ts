/** Packet types by their number on the wire, as OOI's newest port agents write them. Source: OOI port agent and MI client. */
const NEWEST = [
  'UNKNOWN',
  'DATA_FROM_INSTRUMENT',
  'DATA_FROM_DRIVER',
  'PORT_AGENT_COMMAND',
  'PORT_AGENT_STATUS',
  'PORT_AGENT_FAULT',
  'PORT_AGENT_CONFIG',
  'DIGI_CMD',
  'DIGI_RSP',
  'HEARTBEAT',
  'PICKLED_FROM_INSTRUMENT',
] as const;

/** The same, as the older port agents in C++ wrote them: alike up to 5. */
const CPA = [
  ...NEWEST.slice(0, 6),
  'INSTRUMENT_COMMAND',
  'HEARTBEAT',
  'PICKLED_FROM_INSTRUMENT',
  'PICKLED_FROM_DRIVER',
] as const;

const TABLES = { newest: NEWEST, cpa: CPA } as const;

/** Which table of types a log was written with. Sonde writes the newest. */
export type Generation = keyof typeof TABLES;

/** A type that can be written. */
export type WritableType = (typeof NEWEST)[number];
export type PacketType = WritableType | 'INSTRUMENT_COMMAND' | 'PICKLED_FROM_DRIVER';

const NUMBERS: ReadonlyMap<WritableType, number> = new Map(NEWEST.map((type, number) => [type, number]));

export const typeNumber = (type: WritableType): number => NUMBERS.get(type)!;

/** The type's name; a number that the generation does not know is `UNKNOWN`. */
export const typeName = (number: number, generation: Generation): PacketType => TABLES[generation][number] ?? 'UNKNOWN';
