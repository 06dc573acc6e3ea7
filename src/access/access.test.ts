import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ForbiddenError, LoginRequiredError, NotFoundError, ParameterError, TooManyError } from '../kit/errors.ts';
import { userAtHost } from '../kit/who-runs.ts';
import { openStateDatabase } from '../store/state-database.ts';
import { type Access, openAccess } from './access.ts';
import { accessJournal } from './journal.ts';
import { sessionTable } from './sessions.ts';
import { accessRig, caller } from './test-rig.ts';
import { userDirectory } from './users.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const WORDS = 'correct horse battery';
const HERE = '127.0.0.1';

async function openRig(options: { isOpen?: boolean } = {}) {
  const rig = await accessRig();
  return { ...rig, access: await openAccess({ ...rig, isOpen: false, ...options }) };
}

/** With an admin and an operator. */
async function crewRig() {
  const rig = await openRig();
  await rig.access.users.add('root', 'admin', WORDS, 'test');
  await rig.access.users.add('anna', 'operator', WORDS, 'test');
  rig.notes.length = 0;
  return rig;
}

const from = (access: Access, session: string) => access.identify({ session, isLoopback: false }).who;

test('where there is no user, who is at this machine may do everything, and others must log in', async () => {
  await using rig = await openRig();
  assert.deepEqual(rig.access.identify({ isLoopback: true }).who, {
    name: userAtHost(),
    role: 'admin',
    login: 'none',
  });
  assert.deepEqual(rig.access.identify({ isLoopback: false }), {
    who: { name: '', role: 'viewer', login: 'needed' },
    caller: { by: '', user: '', role: 'viewer', instruments: [] },
  });
  assert.equal(rig.access.first, undefined);
});

test('who comes through the socket of the user is who they say, whatever users there are', async () => {
  await using rig = await crewRig();
  const { who, caller: own } = rig.access.identify({ asker: 'anna@ship sonde set', isLoopback: false });
  assert.deepEqual(who, { name: 'anna@ship sonde set', role: 'admin', login: 'none' });
  assert.equal(own.by, 'anna@ship sonde set');
});

test('a server that others reach makes an admin once, whose password works and is told only then', async () => {
  await using rig = await openRig({ isOpen: true });
  const { first } = rig.access;
  assert.ok(first && first.password.length >= 20);
  assert.equal(rig.access.identify({ isLoopback: true }).who.login, 'needed');
  const { who } = await rig.access.login(first, HERE);
  assert.deepEqual(who, { name: 'admin', role: 'admin', login: 'password' });
  assert.equal((await openAccess({ ...rig, isOpen: true })).first, undefined);
  assert.deepEqual(rig.story(), ['system: user_added by startup', 'system: login by admin']);
});

test('neither a password nor the secret of a session or a token is in the database', async () => {
  await using rig = await crewRig();
  const { secret } = await rig.access.login({ name: 'anna', password: WORDS }, HERE);
  const token = rig.access.tokens.add({ name: 'nightly', role: 'viewer' }, caller('root', 'admin'));
  const kept = ['users', 'sessions', 'tokens'].map((table) => rig.database.prepare(`SELECT * FROM ${table}`).all());
  for (const hidden of [WORDS, secret, token.secret]) assert.ok(!JSON.stringify(kept).includes(hidden));
  const [user] = rig.database.prepare('SELECT hash FROM users').all();
  assert.match(String(user?.hash), /^\$argon2id\$v=19\$m=19456,p=1,t=2\$|^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('a session is over when it is ended, when nobody used it for 12 hours, and after 7 days', async () => {
  await using rig = await crewRig();
  const login = async () => (await rig.access.login({ name: 'anna', password: WORDS }, HERE)).secret;
  const [ended, idle, used] = [await login(), await login(), await login()];
  assert.deepEqual(from(rig.access, used), { name: 'anna', role: 'operator', login: 'password' });
  rig.access.logout(ended);
  assert.equal(from(rig.access, ended).login, 'needed');
  for (let hours = 11; hours < 7 * 24; hours += 11) {
    await rig.clock.advance(11 * HOUR);
    assert.equal(from(rig.access, used).login, 'password', `after ${hours} hours`);
    if (hours > 12) assert.equal(from(rig.access, idle).login, 'needed');
  }
  await rig.clock.advance(3 * HOUR);
  assert.equal(from(rig.access, used).login, 'needed');
});

test('who has another role or another password is logged out, and those who serve them are told', async () => {
  await using rig = await crewRig();
  const revoked: string[] = [];
  rig.access.onRevoked((user) => revoked.push(user));
  const { secret } = await rig.access.login({ name: 'anna', password: WORDS }, HERE);
  await rig.access.users.change('anna', { role: 'operator' }, 'root');
  assert.equal(from(rig.access, secret).login, 'password', 'nothing has changed');
  await rig.access.users.change('anna', { role: 'viewer' }, 'root');
  assert.equal(from(rig.access, secret).login, 'needed');
  const again = await rig.access.login({ name: 'anna', password: WORDS }, HERE);
  const own = await rig.access.changeOwnPassword('anna', WORDS, 'another password', HERE);
  assert.equal(from(rig.access, again.secret).login, 'needed');
  assert.equal(from(rig.access, own.secret).role, 'viewer');
  await assert.rejects(rig.access.login({ name: 'anna', password: WORDS }, HERE), LoginRequiredError);
  rig.access.users.remove('anna', 'root');
  assert.equal(from(rig.access, own.secret).login, 'needed');
  assert.deepEqual(revoked, ['user:anna', 'user:anna', 'user:anna']);
});

test('the last admin stays one, and the first user is one', async () => {
  await using rig = await openRig();
  await assert.rejects(rig.access.users.add('anna', 'viewer', WORDS, 'test'), /the first user must be an admin/);
  await rig.access.users.add('root', 'admin', WORDS, 'test');
  assert.throws(() => rig.access.users.remove('root', 'root'), /is the last admin/);
  await assert.rejects(rig.access.users.change('root', { role: 'engineer' }, 'root'), ParameterError);
  await rig.access.users.add('eva', 'admin', WORDS, 'root');
  rig.access.users.remove('root', 'eva');
  assert.deepEqual(
    rig.access.users.list().map(({ name, role }) => ({ name, role })),
    [{ name: 'eva', role: 'admin' }],
  );
  assert.throws(() => rig.access.users.remove('eav', 'eva'), NotFoundError);
});

test('failed logins make a name wait, then an address, and even the right password does not help before that is over', async () => {
  await using rig = await crewRig();
  const attempt = (name: string, password: string) => rig.access.login({ name, password }, HERE);
  for (let i = 0; i < 5; i++) await assert.rejects(attempt('anna', 'wrong'), LoginRequiredError);
  await assert.rejects(attempt('anna', WORDS), (error) => error instanceof TooManyError && error.retryAfter === 1);
  await rig.clock.advance(1000);
  await assert.rejects(attempt('anna', 'wrong'), LoginRequiredError);
  await assert.rejects(attempt('anna', WORDS), (error) => error instanceof TooManyError && error.retryAfter === 2);
  await rig.clock.advance(2000);
  assert.equal((await attempt('anna', WORDS)).who.name, 'anna');
  for (let i = 0; i < 14; i++) await assert.rejects(attempt(`nobody${i}`, 'wrong'), LoginRequiredError);
  await assert.rejects(attempt('root', WORDS), TooManyError);
  await rig.access.login({ name: 'root', password: WORDS }, '10.0.0.7');
  await rig.clock.advance(15 * MINUTE);
  await attempt('root', WORDS);
});

test('attempts at the same time are counted one by one', async () => {
  await using rig = await crewRig();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => rig.access.login({ name: 'anna', password: 'wrong' }, HERE)),
  );
  const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : ''));
  assert.equal(codes.filter((code) => code === 'login_required').length, 5);
  assert.equal(codes.filter((code) => code === 'too_many').length, 15);
});

test('who fails to log in is told as an event, without what may be a password', async () => {
  await using rig = await crewRig();
  await assert.rejects(rig.access.login({ name: 'anna', password: 'wrong' }, '10.0.0.7'));
  await assert.rejects(rig.access.login({ name: 'hunter2hunter2', password: 'anna' }, '10.0.0.7'));
  assert.deepEqual(
    rig.notes.map(({ draft }) => draft),
    [
      { type: 'login_failed', by: '10.0.0.7', details: { name: 'anna', address: '10.0.0.7' } },
      { type: 'login_failed', by: '10.0.0.7', details: { name: 'hun…', address: '10.0.0.7' } },
    ],
  );
});

test('a token has its role, its instruments and its end', async () => {
  await using rig = await crewRig();
  const { tokens } = rig.access;
  const root = caller('root', 'admin');
  const expires = '2026-01-02T00:00:00.000Z';
  const { secret, ...made } = tokens.add({ name: 'nightly', role: 'operator', instruments: ['ctd'], expires }, root);
  assert.match(secret, /^sonde_[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(rig.access.identify({ bearer: secret, isLoopback: false }), {
    who: { name: 'token nightly', role: 'operator', login: 'token' },
    caller: { by: 'token nightly', user: `token:${made.id}`, role: 'operator', instruments: ['ctd'] },
  });
  assert.deepEqual(tokens.list(), [{ ...made, last_used: '2026-01-01T00:00:00.000Z' }]);
  await rig.clock.advance(24 * HOUR);
  assert.throws(() => rig.access.identify({ bearer: secret, isLoopback: true }), LoginRequiredError);
  tokens.remove(made.id, 'root');
  assert.throws(() => tokens.remove(made.id, 'root'), NotFoundError);
  assert.deepEqual(rig.story(), ['system: token_added by root', 'system: token_removed by root']);
});

test('a token may not do more than who makes it; what is wrong with one is told at once', async () => {
  await using rig = await crewRig();
  const { tokens } = rig.access;
  assert.throws(() => tokens.add({ name: 'x', role: 'admin' }, caller('eva', 'engineer')), ForbiddenError);
  const scoped = caller('token nightly', 'admin', { instruments: ['ctd'] });
  assert.throws(() => tokens.add({ name: 'x', role: 'viewer' }, scoped), ForbiddenError);
  const root = caller('root', 'admin');
  tokens.add({ name: 'nightly', role: 'viewer' }, root);
  const wrong = { name: 'nightly', role: 'viewer', instruments: [], expires: '2025-01-01' } as const;
  assert.throws(
    () => tokens.add(wrong, root),
    (error) =>
      error instanceof ParameterError && error.issues.map(({ name }) => name).join() === 'name,expires,instruments',
  );
});

test('what another process changes holds at once, and its events are kept by the one that keeps them', async () => {
  await using rig = await crewRig();
  const { secret } = await rig.access.login({ name: 'anna', password: WORDS }, HERE);
  const revoked: string[] = [];
  rig.access.onRevoked((user) => revoked.push(user));
  rig.notes.length = 0;
  const database = await openStateDatabase(rig.folder);
  const { write: note } = accessJournal(database, rig.clock);
  userDirectory({ database, clock: rig.clock, note }, sessionTable(database)).remove('anna', 'kim@ship sonde user');
  database.close();
  assert.equal(from(rig.access, secret).login, 'needed');
  assert.deepEqual(rig.story(), ['system: user_removed by kim@ship sonde user']);
  assert.equal(rig.notes[0]?.draft.time, rig.clock.now());
  assert.deepEqual(revoked, ['user:anna']);
  from(rig.access, secret);
  assert.equal(rig.notes.length, 1);
});

test('a database that cannot be written keeps nobody out who is logged in, nor a token', async () => {
  await using rig = await accessRig();
  const access = await openAccess({ ...rig, isOpen: true });
  await access.users.add('anna', 'admin', 'a long enough password', 'test');
  const { secret: session } = await access.login({ name: 'anna', password: 'a long enough password' }, '10.0.0.1');
  const { secret: bearer } = access.tokens.add({ name: 'nightly', role: 'viewer' }, caller('anna', 'admin'));
  await rig.clock.advance(3_600_000);
  rig.database.exec('PRAGMA query_only = 1');
  assert.equal(access.identify({ session, isLoopback: false }).who.name, 'anna');
  assert.equal(access.identify({ bearer, isLoopback: false }).who.login, 'token');
});
