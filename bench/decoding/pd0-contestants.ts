import { workhorse } from '../../src/instruments/teledyne/workhorse/index.ts';
import type { Value, Values } from '../../src/model/sample.ts';
import { compileSieve } from '../../src/sieve/compile-sieve.ts';
import { toSamples } from '../../src/sieve/to-sample.ts';
import { chunksOf, expectEqual, secondsOf } from './chunks.ts';
import { type Account, accountOf, BYTES, ensembles } from './pd0-input.ts';

/** How many MB of ensembles a second become samples whose profiles somebody reads. */
export function sonde(bytes: number): readonly number[] {
  const sent = ensembles();
  const chunks = chunksOf(sent, bytes);
  const newSieve = compileSieve(workhorse);
  const run = (pieces: readonly Uint8Array[]): Account => {
    const sieve = newSieve();
    const account = { ensembles: 0, sum: 0, unknown: 0 };
    let offset = 0;
    for (const piece of pieces) {
      const now = BigInt(Date.now()) * 1_000_000n;
      const found = sieve.push(piece, { time: now, origin: { day: '2014-10-11', offset } });
      offset += piece.length;
      for (const { stream, quality, values } of toSamples(found, { instrument: 'adcp', now })) {
        if (quality === 'ok' && stream.startsWith('velocity')) read(values, account);
      }
    }
    return account;
  };

  run(chunks.slice(0, Math.ceil(chunks.length / 10)));
  let account: Account = { ensembles: 0, sum: 0, unknown: 0 };
  const seconds = secondsOf(() => {
    account = run(chunks);
  });
  const total = chunks.reduce((sum, { length }) => sum + length, 0);
  const expected = accountOf(sent);
  for (const name of ['ensembles', 'sum', 'unknown'] as const)
    expectEqual(name, account[name], (total / sent.length) * expected[name]);
  return [total / seconds / 1e6];
}

// What reads is part of what is measured: it should cost little.
function read(values: Values, account: Account): void {
  let sum = Number(values.ensemble_number) + Number(values.temperature);
  let unknown = 0;
  for (const name in values) {
    const list = values[name];
    if (!Array.isArray(list)) continue;
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      if (value === null) unknown++;
      else sum += value;
    }
  }
  account.ensembles++;
  account.sum += sum;
  account.unknown += unknown;
}

const VELOCITY = 0x0100;
const PER_CELL = [VELOCITY, ...BYTES];

/** The lists of ensembles that are trusted to stand one behind the other, made and read by hand: no search, no checksum, no other field, no sample. */
export function byHand(bytes: number): readonly number[] {
  const sent = ensembles();
  const view = new DataView(sent.buffer, sent.byteOffset, sent.byteLength);
  const rounds = Math.ceil(bytes / sent.length);
  const run = (times: number): Account => {
    const account = { ensembles: 0, sum: 0, unknown: 0 };
    for (let i = 0; i < times; i++)
      for (let start = 0; start < sent.length; start += view.getUint16(start + 2, true) + 2)
        read(listsAt(view, start), account);
    return account;
  };

  run(Math.ceil(rounds / 10));
  let account: Account = { ensembles: 0, sum: 0, unknown: 0 };
  const seconds = secondsOf(() => {
    account = run(rounds);
  });
  const expected = accountOf(sent);
  for (const name of ['ensembles', 'sum', 'unknown'] as const)
    expectEqual(name, account[name], rounds * expected[name]);
  return [(rounds * sent.length) / seconds / 1e6];
}

function listsAt(view: DataView, start: number): Values {
  const places = Array.from(
    { length: view.getUint8(start + 5) },
    (_, i) => start + view.getUint16(start + 6 + 2 * i, true),
  );
  const cells = view.getUint8(places[0]! + 9);
  const values: Record<string, Value> = {};
  for (const at of places) {
    const id = view.getUint16(at, true);
    if (id === 0x0080) {
      values.ensemble_number = view.getUint16(at + 2, true);
      values.temperature = view.getInt16(at + 26, true);
    } else if (PER_CELL.includes(id)) {
      for (let beam = 0; beam < 4; beam++) values[`${id}_${beam}`] = listAt(view, at + 2, beam, cells, id === VELOCITY);
    }
  }
  return values;
}

function listAt(view: DataView, at: number, beam: number, cells: number, isWide: boolean): Value[] {
  const list = new Array<Value>(cells);
  for (let i = 0; i < cells; i++) {
    const index = 4 * i + beam;
    const value = isWide ? view.getInt16(at + 2 * index, true) : view.getUint8(at + index);
    list[i] = value === -32_768 ? null : value;
  }
  return list;
}

/** The same chunks, copied. */
export function copy(bytes: number): readonly number[] {
  const chunks = chunksOf(ensembles(), bytes);
  const target = Buffer.alloc(Math.max(...chunks.map(({ length }) => length)));
  const seconds = secondsOf(() => {
    for (const chunk of chunks) target.set(chunk);
  });
  return [chunks.reduce((sum, { length }) => sum + length, 0) / seconds / 1e6];
}
