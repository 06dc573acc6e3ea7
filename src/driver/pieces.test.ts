import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { concatBytes } from '../kit/bytes.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { handlersOf } from './attachment.ts';
import type { Connection, ReceivedPacket } from './connection.ts';
import { InstrumentProtocol } from './instrument-protocol.ts';
import { piecesOf } from './pieces.ts';

const bytes = Uint8Array.from({ length: 60_000 }, (_, i) => i % 251);
const packet = (
  payload: Uint8Array,
  offset: number,
  type: 'DATA_FROM_INSTRUMENT' | 'PORT_AGENT_STATUS' = 'DATA_FROM_INSTRUMENT',
): ReceivedPacket => ({
  packet: { type, time: 5n, payload },
  position: { day: '2026-01-01', offset },
  live: true,
});

test('what comes at once is handed on in pieces, each with its place in the log', () => {
  const long = packet(bytes, 100);
  const [small, other] = [packet(bytes.subarray(0, 10), 10), packet(bytes.subarray(0, 20), 61_000)];
  const said = packet(bytes.subarray(0, 6000), 50, 'PORT_AGENT_STATUS');
  const pieces = [...piecesOf([small, said, long, other])];
  const all = pieces.flat();
  assert.deepEqual(
    concatBytes(all.map((one) => one.packet.payload)),
    concatBytes([small, said, long, other].map((one) => one.packet.payload)),
  );
  assert.equal(all.includes(said), true);
  for (const piece of pieces) {
    const length = piece.reduce((sum, one) => sum + one.packet.payload.length, 0);
    assert(length <= 4096 || (piece.length === 1 && piece[0] === said));
  }
  const parts = all.filter((one) => one !== small && one !== said && one !== other);
  let offset = 100;
  for (const { position, packet: own } of parts) {
    assert.deepEqual(position, { day: '2026-01-01', offset });
    offset += own.payload.length;
  }
  assert.equal(offset, 100 + bytes.length);
  assert.deepEqual([...piecesOf([small])], [[small]]);
});

test('between pieces others have their turn, and none is taken by whoever was let go meanwhile', async () => {
  const connection: Connection = {
    state: 'connected',
    initComms: async () => {},
    send: async () => {},
    sendBreak: async () => {},
    stopComms: async () => {},
  };
  let taken = 0;
  let isPresent = true;
  const protocol = new (class extends InstrumentProtocol {
    override gotPackets(packets: readonly ReceivedPacket[]): void {
      taken += packets.reduce((sum, one) => sum + one.packet.payload.length, 0);
    }
  })({ connection, clock: new FakeClock(), announce: () => {}, from: undefined });
  const { onPackets } = handlersOf(
    { client: connection, protocol },
    { isPresent: () => isPresent, announce() {}, elapsed: () => 0, ready: () => undefined, reconcile() {}, lost() {} },
  );
  const over = onPackets([packet(bytes, 0)]);
  assert.equal(taken, 4096);
  await setImmediate();
  await setImmediate();
  assert(taken < bytes.length, String(taken));
  isPresent = false;
  await over;
  assert(taken < bytes.length, String(taken));
});
