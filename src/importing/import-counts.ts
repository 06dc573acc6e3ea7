/** What an import has found in its files. */
export interface ImportCounts {
  /** Files that were read, and their bytes. */
  files: number;
  bytes: number;
  /** Files that an import before has brought in. */
  known: number;
  packets: number;
  /** Packets that another file has held too. */
  repeated: number;
  /** Packets that are older than the one before them. */
  backwards: number;
  /** Packets that are dated in the future. */
  future: number;
  /** Bytes that belong to no packet. */
  unreadable: number;
  /** Packets of days that are logged already, by day: they are left out. */
  readonly leftOut: Map<string, number>;
  /** Days that were brought into the log. */
  readonly days: Set<string>;
}

export const noCounts = (): ImportCounts => ({
  files: 0,
  bytes: 0,
  known: 0,
  packets: 0,
  repeated: 0,
  backwards: 0,
  future: 0,
  unreadable: 0,
  leftOut: new Map(),
  days: new Set(),
});
