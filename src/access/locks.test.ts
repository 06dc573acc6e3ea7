import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LockService } from '../bus/services.ts';
import { LockedError, NotFoundError } from '../kit/errors.ts';
import { type LockRequest, lockRequest } from '../model/api/lock.ts';
import { startLocks } from './locks.ts';
import { accessRig, caller } from './test-rig.ts';

const wanted = (reason: string, more: Partial<LockRequest> = {}): LockRequest =>
  lockRequest.parse({ reason, seconds: 60, ...more });

async function lockRig() {
  const rig = await accessRig();
  const locks = (): LockService => rig.bus.find('locks', '')!;
  return { ...rig, locks, started: startLocks(rig) };
}

test('of two people and a script that want an instrument at once one has it, and the others are told who, until when and why', async () => {
  await using rig = await lockRig();
  using _ = rig.started;
  const callers = ['anna', 'ben', 'token nightly'].map((by) => caller(by));
  const outcomes = await Promise.allSettled(
    callers.map((one) => rig.locks().take('ctd', wanted(`for ${one.by}`), one)),
  );
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected'],
  );
  for (const outcome of outcomes.slice(1)) {
    assert.ok(outcome.status === 'rejected' && outcome.reason instanceof LockedError);
    assert.match(
      outcome.reason.message,
      /^ctd is locked by anna since 2026-01-01T00:00:00.000Z until 2026-01-01T00:01:00.000Z \(for anna\); wait/,
    );
  }
  assert.deepEqual(rig.story(), ['ctd: lock_taken by anna']);
});

test('who holds it uses it with the key; nobody else does, not even the same user in another tab', async () => {
  await using rig = await lockRig();
  using _ = rig.started;
  const anna = caller('anna');
  const { key } = await rig.locks().take('ctd', wanted('calibration'), anna);
  rig.locks().check('ctd', { ...anna, lock: key });
  assert.throws(() => rig.locks().check('ctd', anna), /you may take it over/);
  assert.throws(() => rig.locks().check('ctd', { ...anna, lock: `${key}x` }), LockedError);
  assert.throws(() => rig.locks().check('ctd', caller('root', 'admin')), LockedError);
  rig.locks().check('adcp', caller('ben'));
});

test('it is renewed with its key, and over when it is not', async () => {
  await using rig = await lockRig();
  using _ = rig.started;
  const anna = caller('anna');
  const { key, since } = await rig.locks().take('ctd', wanted('calibration'), anna);
  await rig.clock.advance(50_000);
  const renewed = await rig.locks().take('ctd', wanted('calibration'), { ...anna, lock: key });
  assert.deepEqual(renewed, { ...rig.locks().of('ctd'), key });
  assert.equal(renewed.since, since);
  assert.equal(renewed.expires, '2026-01-01T00:01:50.000Z');
  await rig.clock.advance(60_000);
  assert.equal(rig.locks().of('ctd'), undefined);
  rig.locks().check('ctd', caller('ben'));
  assert.throws(() => rig.locks().check('ctd', { ...anna, lock: key }), /your lock on ctd is over/);
  rig.locks().check('adcp', { ...anna, lock: key });
  assert.deepEqual(rig.story(), ['ctd: lock_taken by anna', 'ctd: lock_expired by anna']);
  assert.equal(rig.clock.pending, 0);
});

test('a higher role, an admin and the same user take over, and only where they say so; the old key is worth nothing then', async () => {
  await using rig = await lockRig();
  using _ = rig.started;
  const eva = caller('eva', 'engineer');
  const { key } = await rig.locks().take('ctd', wanted('tests'), eva);
  const over = wanted('urgent', { take_over: true });
  for (const other of [caller('ben'), caller('emil', 'engineer')]) {
    await assert.rejects(rig.locks().take('ctd', over, other), /a role above engineer/);
  }
  const root = caller('root', 'admin');
  await assert.rejects(rig.locks().take('ctd', wanted('urgent'), root), LockedError);
  const own = await rig.locks().take('ctd', over, eva);
  assert.notEqual(own.key, key);
  const taken = await rig.locks().take('ctd', over, root);
  assert.throws(() => rig.locks().check('ctd', { ...eva, lock: own.key }), LockedError);
  rig.locks().check('ctd', { ...root, lock: taken.key });
  assert.deepEqual(rig.notes.at(-1)?.draft.details, {
    reason: 'urgent',
    expires: taken.expires,
    from: 'eva',
    was: 'urgent',
  });
  await rig.locks().release('ctd', { ...root, lock: taken.key });
  assert.throws(() => rig.locks().check('ctd', { ...eva, lock: own.key }), /your lock on ctd is over/);
});

test('its holder gives it back, others only where they might take it over', async () => {
  await using rig = await lockRig();
  using _ = rig.started;
  const told: unknown[] = [];
  rig.bus.subscribe('lock', ({ lock }) => told.push(lock?.holder ?? null));
  const anna = caller('anna');
  const { key } = await rig.locks().take('ctd', wanted('calibration'), anna);
  await assert.rejects(rig.locks().release('ctd', caller('ben')), LockedError);
  await rig.locks().release('ctd', { ...anna, lock: key });
  await rig.locks().release('ctd', { ...anna, lock: key });
  await rig.locks().take('ctd', wanted('calibration'), anna);
  await rig.locks().release('ctd', caller('eva', 'engineer'));
  assert.deepEqual(told, ['anna', null, 'anna', null]);
  assert.deepEqual(rig.notes.at(-1)?.draft, {
    type: 'lock_released',
    by: 'eva',
    details: { reason: 'calibration', holder: 'anna' },
  });
});

test('a lock outlives the program, its key is not in the database, and its time goes on', async () => {
  await using rig = await lockRig();
  const anna = caller('anna');
  const { key } = await rig.locks().take('ctd', wanted('calibration'), anna);
  assert.ok(!JSON.stringify(rig.database.prepare('SELECT * FROM locks').all()).includes(key));
  rig.started[Symbol.dispose]();
  assert.equal(rig.clock.pending, 0);
  await rig.clock.advance(30_000);
  {
    using _ = startLocks(rig);
    rig.locks().check('ctd', { ...anna, lock: key });
    assert.throws(() => rig.locks().check('ctd', caller('ben')), LockedError);
  }
  await rig.clock.advance(30_000);
  using _ = startLocks(rig);
  await rig.clock.advance(0);
  assert.deepEqual(await rig.locks().list(), []);
  assert.throws(() => rig.locks().check('ctd', { ...anna, lock: key }), /your lock on ctd is over/);
  assert.deepEqual(rig.story(), ['ctd: lock_taken by anna', 'ctd: lock_expired by anna']);
});

test('an instrument that is not there cannot be locked', async () => {
  await using rig = await lockRig();
  using _ = rig.started;
  await assert.rejects(rig.locks().take('cdt', wanted('calibration'), caller('anna')), NotFoundError);
});

test('locks go on to hold and to end while the database cannot be written', async () => {
  await using rig = await lockRig();
  using _ = rig.started;
  const { database, clock, bus } = rig;
  const locks = rig.locks();
  database.exec('PRAGMA query_only = 1');
  const { key } = await locks.take('ctd', wanted('calibration'), caller('anna'));
  assert.equal(locks.of('ctd')?.holder, 'anna');
  locks.check('ctd', caller('anna', 'operator', { lock: key }));
  const told: unknown[] = [];
  bus.subscribe('lock', ({ lock }) => told.push(lock));
  await clock.advance(60_000);
  assert.deepEqual(told, [null]);
  assert.equal(locks.of('ctd'), undefined);
  locks.check('ctd', caller('ben'));
});
