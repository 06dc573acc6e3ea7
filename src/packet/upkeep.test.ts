import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { smallDisk } from '../../tools/small-disk.ts';
import { toText } from '../kit/bytes.ts';
import { fromIso } from '../kit/time.ts';
import { describeDay } from './archive-day.ts';
import { readArchived, writeArchived } from './archived.ts';
import { encodePacket } from './codec.ts';
import { digestOf } from './digest.ts';
import { ArchivedLogError } from './gone-days.ts';
import { compressedPath, logDays, logPath } from './log-days.ts';
import { type ReadLogOptions, readLog } from './log-reader.ts';
import { isNothing, keepUp, planUpkeep, type UpkeepNews, type UpkeepRules, type UpkeepTask } from './upkeep.ts';

const DAYS = ['2026-11-18', '2026-11-19', '2026-11-20'] as const;
const OPEN = '2026-11-21';
const NOW = fromIso('2026-11-21T12:00:00Z');

interface Place {
  readonly dir: string;
  readonly archive: string;
  task(rules: Partial<UpkeepRules>): UpkeepTask;
  /** One turn; what it told, in words. */
  turn(rules: Partial<UpkeepRules>): Promise<string[]>;
}

const inWords = (news: UpkeepNews): string =>
  news.type === 'failed' ? `failed ${news.day}: ${news.reason}` : `${news.type} ${news.day}`;

/** A log of three closed days and the present one, and an empty archive. */
async function place(t: TestContext): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'sonde-upkeep-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const [dir, archive] = [join(root, 'log'), join(root, 'archive')];
  for (const folder of [dir, archive]) await mkdir(folder);
  for (const day of [...DAYS, OPEN]) {
    const packets = Array.from({ length: 100 }, (_, i) =>
      encodePacket('DATA_FROM_INSTRUMENT', Buffer.from(`${day} ${i}\r\n`), fromIso(`${day}T00:00:00Z`) + BigInt(i)),
    );
    await writeFile(logPath(dir, day), Buffer.concat(packets));
  }
  const task = (rules: Partial<UpkeepRules>): UpkeepTask => ({
    dir,
    name: 'ctd/upper',
    open: OPEN,
    now: NOW,
    rules: { compress: true, ...rules },
  });
  const turn = async (rules: Partial<UpkeepRules>): Promise<string[]> => {
    const told: string[] = [];
    await keepUp(task(rules), (news) => told.push(inWords(news)));
    return told;
  };
  return { dir, archive, task, turn };
}

async function texts(dir: string, options?: ReadLogOptions): Promise<string[]> {
  const all: string[] = [];
  for await (const batch of readLog(dir, options)) all.push(...batch.map(({ packet }) => toText(packet.payload)));
  return all;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

test('closed days are compressed, oldest first, and then there is nothing to do', async (t) => {
  const { dir, task, turn } = await place(t);
  const before = await texts(dir);
  assert.deepEqual(
    await turn({}),
    DAYS.map((day) => `compressed ${day}`),
  );
  assert.deepEqual(await texts(dir), before);
  assert.ok(await isThere(logPath(dir, OPEN)));
  assert.ok(isNothing(await planUpkeep(task({}))));
});

test('closed days are copied to the archive with their digests, and stay', async (t) => {
  const { dir, archive, task, turn } = await place(t);
  const rules = { archive };
  assert.deepEqual(
    (await turn(rules)).slice(3),
    DAYS.map((day) => `archived ${day}`),
  );
  const there = join(archive, 'ctd/upper/log');
  for (const day of DAYS) {
    assert.deepEqual(await readFile(compressedPath(there, day)), await readFile(compressedPath(dir, day)));
    const archived = await readArchived(dir, day);
    assert.deepEqual([archived?.where, archived?.by], [there, 'copy']);
    assert.equal(archived?.fileSha256, await digestOf(compressedPath(there, day)));
  }
  // The archive is a log in itself.
  assert.deepEqual(await texts(there), (await texts(dir)).slice(0, 300));
  assert.ok(isNothing(await planUpkeep(task(rules))));
});

test('days above the age are deleted once their copy was looked at, and what is read of them says where they are', async (t) => {
  const { dir, archive, turn } = await place(t);
  const told = await turn({ archive, keepDays: 2 });
  assert.deepEqual(told.slice(6), ['deleted 2026-11-18']);
  assert.deepEqual(await logDays(dir), ['2026-11-19', '2026-11-20', OPEN]);
  assert.equal((await texts(dir)).length, 300);
  await assert.rejects(texts(dir, { from: { day: '2026-11-18', offset: 17 } }), (error: unknown) => {
    assert.ok(error instanceof ArchivedLogError);
    assert.deepEqual(error.next, { day: '2026-11-19', offset: 0 });
    assert.match(
      error.message,
      /2026-11-18:17: .* archived: 2026-11-18 in .*archive\/ctd\/upper\/log; .* begin at 2026-11-19:0/,
    );
    return true;
  });
  await assert.rejects(texts(dir, { from: { day: '2026-11-01', offset: 0 } }), ArchivedLogError);
  const { bytes } = (await readArchived(dir, '2026-11-18'))!;
  assert.equal((await texts(dir, { from: { day: '2026-11-18', offset: bytes } })).length, 300);
});

test('above the size the oldest days go, and only as many as needed; never the present one', async (t) => {
  const { dir, archive, turn } = await place(t);
  await turn({ archive });
  const sizes = await Promise.all(DAYS.map(async (day) => (await readFile(compressedPath(dir, day))).length));
  const openSize = (await readFile(logPath(dir, OPEN))).length;
  const [oldest, ...others] = sizes;
  const left = others.reduce((sum, size) => sum + size, openSize);
  assert.deepEqual(await turn({ archive, keepBytes: left + oldest! }), []);
  assert.deepEqual(await turn({ archive, keepBytes: left }), ['deleted 2026-11-18']);
  assert.deepEqual(await turn({ archive, keepBytes: 1 }), ['deleted 2026-11-19', 'deleted 2026-11-20']);
  assert.deepEqual(await logDays(dir), [OPEN]);
});

test('without an archive nothing is deleted, and that is said; what the operator vouches for goes', async (t) => {
  const { dir, turn } = await place(t);
  const [oldest] = DAYS;
  assert.match(
    (await turn({ keepDays: 2 })).at(-1)!,
    /failed 2026-11-18: .* stays though it is older than 2 days: nothing says/,
  );
  await writeArchived(dir, oldest, { ...(await describeDay(dir, oldest)), where: 'tape 12', by: 'operator', at: '' });
  assert.deepEqual(await turn({ keepDays: 2 }), ['deleted 2026-11-18']);
  await assert.rejects(texts(dir, { from: { day: oldest, offset: 0 } }), /2026-11-18 in tape 12/);
});

test('a copy that is gone or damaged does not count: the day stays, and is archived again', async (t) => {
  const { dir, archive, turn } = await place(t);
  await turn({ archive });
  const copy = compressedPath(join(archive, 'ctd/upper/log'), DAYS[0]);
  const bytes = await readFile(copy);
  bytes[40]! ^= 1;
  await writeFile(copy, bytes);
  assert.match(
    (await turn({ archive, keepDays: 2 })).join(),
    /stays though .* does not have its digest any more; it is archived again/,
  );
  // What stands in its place is not overwritten: somebody must look.
  assert.match(
    (await turn({ archive, keepDays: 2 })).join(),
    /is another file than .* move the one in the archive away/,
  );
  assert.ok(await isThere(compressedPath(dir, DAYS[0])));
  await rm(copy);
  assert.deepEqual(await turn({ archive, keepDays: 2 }), ['archived 2026-11-18', 'deleted 2026-11-18']);
});

test('an archive that is not mounted is told once a turn, nothing is made in its place, and it is tried again', async (t) => {
  const { dir, archive, turn } = await place(t);
  await rename(archive, `${archive}.off`);
  const told = await turn({ archive, keepDays: 1 });
  assert.deepEqual(
    told.slice(0, 3),
    DAYS.map((day) => `compressed ${day}`),
  );
  assert.equal(told.filter((text) => text.includes("the archive's folder is not there; is it mounted?")).length, 1);
  assert.equal(await isThere(archive), false);
  assert.equal((await logDays(dir)).length, 4);
  await rename(`${archive}.off`, archive);
  assert.deepEqual((await turn({ archive, keepDays: 1 })).slice(3), ['deleted 2026-11-18', 'deleted 2026-11-19']);
});

test('a day that cannot be read here keeps no later one from the archive', async (t) => {
  const { dir, archive, turn } = await place(t);
  await turn({});
  // As `zstd` itself would have compressed it: without a table of frames.
  await writeFile(compressedPath(dir, DAYS[0]), zstdCompressSync(Buffer.from('packets')));
  assert.match(
    (await turn({ archive })).join(),
    /^failed 2026-11-18: .* cannot be read: .*,archived 2026-11-19,archived 2026-11-20$/,
  );
});

test('a day that became another one since it was archived is not what its copy is: it stays, and that is said', async (t) => {
  const { dir, archive, turn } = await place(t);
  const rules = { archive, compress: false };
  await turn(rules);
  const longer = Buffer.concat([
    await readFile(logPath(dir, DAYS[0])),
    encodePacket('DATA_FROM_INSTRUMENT', Buffer.from('more'), fromIso(`${DAYS[0]}T23:00:00Z`)),
  ]);
  await writeFile(logPath(dir, DAYS[0]), longer);
  assert.match((await turn({ ...rules, keepDays: 2 })).join(), /^failed 2026-11-18: .* is not what was archived/);
  assert.deepEqual(await readFile(logPath(dir, DAYS[0])), longer);
});

test('a copy that broke off is gone on with, and one of something else is begun anew', async (t) => {
  const { dir, archive, turn } = await place(t);
  await turn({});
  const there = join(archive, 'ctd/upper/log');
  await mkdir(there, { recursive: true });
  const whole = await readFile(compressedPath(dir, DAYS[0]));
  await writeFile(`${compressedPath(there, DAYS[0])}.part`, whole.subarray(0, 100));
  await writeFile(`${compressedPath(there, DAYS[1])}.part`, 'something else');
  const told = await turn({ archive });
  assert.match(
    told.join(),
    /archived 2026-11-18,failed 2026-11-19: the copy of .* one of the two is damaged,archived 2026-11-20/,
  );
  assert.deepEqual(await turn({ archive }), ['archived 2026-11-19']);
  assert.deepEqual(await readFile(compressedPath(there, DAYS[0])), whole);
});

test('a day that was damaged here is never taken for its copy', async (t) => {
  const { dir, archive, turn } = await place(t);
  await turn({});
  await truncate(compressedPath(dir, DAYS[0]), 30);
  assert.match((await turn({ archive, keepDays: 2 })).join(), /failed 2026-11-18/);
  assert.ok(await isThere(compressedPath(dir, DAYS[0])));
});

test('days that are not to be compressed are archived as they are', async (t) => {
  const { dir, archive, turn } = await place(t);
  assert.deepEqual(
    await turn({ compress: false, archive }),
    DAYS.map((day) => `archived ${day}`),
  );
  assert.ok(await isThere(logPath(join(archive, 'ctd/upper/log'), DAYS[0])));
  // Later they are: the copy still counts.
  assert.deepEqual(await turn({ archive, keepDays: 2 }), [
    ...DAYS.map((day) => `compressed ${day}`),
    'deleted 2026-11-18',
  ]);
  assert.equal((await logDays(dir)).length, 3);
});

test('an archive that cannot be written to keeps nothing from being read here', async (t) => {
  const { dir, archive, turn } = await place(t);
  await writeFile(join(archive, 'ctd'), 'a file where a folder should be');
  const told = await turn({ archive, keepDays: 1 });
  assert.equal(told.filter((text) => /EEXIST|ENOTDIR/.test(text)).length, 1);
  assert.equal((await texts(dir)).length, 400);
  assert.equal((await readdir(dir)).filter((name) => name.endsWith('.archived.json')).length, 0);
});

test('an archive that is full is told with its place, and filled when there is room; until then nothing is deleted', async (t) => {
  const archive = await smallDisk(t, '16k');
  if (archive === undefined) return;
  const { dir, turn } = await place(t);
  await writeFile(logPath(dir, DAYS[0]), randomBytes(64 * 1024));
  const rules = { compress: false, archive, keepDays: 1 };
  const told = await turn(rules);
  const copy = join(archive, 'ctd/upper/log', `${DAYS[0]}.datalog`);
  assert.deepEqual(told, [
    `failed ${DAYS[0]}: ${copy}.part cannot be written: ENOSPC: no space left on device, write`,
    `failed ${DAYS[0]}: ${DAYS[0]} stays though it is older than 1 days: it is not in ${archive} yet`,
  ]);
  assert.deepEqual(await logDays(dir), [...DAYS, OPEN]);
  spawnSync('mount', ['-o', 'remount,size=1m', archive]);
  assert.deepEqual(await turn(rules), [
    ...DAYS.map((day) => `archived ${day}`),
    ...DAYS.slice(0, 2).map((day) => `deleted ${day}`),
  ]);
  assert.equal((await readFile(copy)).length, 64 * 1024);
});
