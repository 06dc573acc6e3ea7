import { readFileSync } from 'node:fs';

const FIXTURES = new URL('../../src/instruments/teledyne/workhorse/fixtures/', import.meta.url);

/** Ensembles of two Workhorses as they sent them: six of 30 cells in earth coordinates, one of 60 cells in beam coordinates. */
export const ensembles = (): Buffer =>
  Buffer.concat(['earth.pd0', 'beam.pd0'].map((name) => readFileSync(new URL(name, FIXTURES))));

/** What is counted and summed up of ensembles. */
export interface Account {
  ensembles: number;
  /** Of all values of all profiles, and of the ensembles' numbers and temperatures. */
  sum: number;
  /** Velocities that the instrument did not know. */
  unknown: number;
}

/** The sections of a byte for each cell and beam: correlation, echo intensity, percent good. */
export const BYTES = [0x0200, 0x0300, 0x0400];

/** Read one after the other by the maker's tables. Source: Teledyne RD Instruments, WorkHorse Commands and Output Data Format. */
export function accountOf(bytes: Buffer): Account {
  const account = { ensembles: 0, sum: 0, unknown: 0 };
  for (let start = 0; start < bytes.length; start += bytes.readUInt16LE(start + 2) + 2) {
    account.ensembles++;
    const sections = Array.from({ length: bytes[start + 5]! }, (_, i) => start + bytes.readUInt16LE(start + 6 + 2 * i));
    const cells = bytes[sections.find((at) => bytes.readUInt16LE(at) === 0)! + 9]!;
    for (const at of sections) {
      const id = bytes.readUInt16LE(at);
      if (id === 0x0080) account.sum += bytes.readUInt16LE(at + 2) + bytes.readInt16LE(at + 26);
      for (let i = 0; i < 4 * cells; i++) {
        const velocity = id === 0x0100 ? bytes.readInt16LE(at + 2 + 2 * i) : 0;
        if (velocity === -32_768) account.unknown++;
        else account.sum += velocity;
        if (BYTES.includes(id)) account.sum += bytes[at + 2 + i]!;
      }
    }
  }
  return account;
}
