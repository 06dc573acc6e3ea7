import assert from 'node:assert/strict';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Probe, probe, startProbe } from '../driver/test-probe.ts';
import { ConfigError, NotFoundError, ParameterError } from '../kit/errors.ts';
import { ADMIN, linkOf, startFleet } from './test-fleet.ts';

const one = (device: Probe, more = ''): string => `{ kind: acme.probe, link: '${linkOf(device)}'${more} }`;

test('a configuration that changes touches what is different, and nothing else', async (t) => {
  const [a, b, c, d] = await Promise.all([startProbe(t), startProbe(t), startProbe(t), startProbe(t)]);
  const { service, fleet, whole, file, inState, message, bus, counts } = await startFleet(
    t,
    `instruments: # of the ship\n  a: ${one(a)}\n  b: ${one(b)}\n  c: ${one(c)}\n`,
    [probe],
  );
  await Promise.all(['a', 'b', 'c'].map((id) => inState(id, 'command')));
  const [before, gone] = [fleet.agents.get('a'), fleet.agents.get('c')];
  const ofGone = gone?.status().portAgents['']?.pid ?? 0;
  await before?.driver.executeStartAutosample();
  await a.say('#2\r\n#3\r\n');

  const text = whole(
    `instruments: # of the ship\n  a: ${one(a)}\n  b: ${one(b, ', startup: { parameters: { a: 9 } }')}\n  d: ${one(d)}\n`,
  );
  const change = { added: ['d'], removed: ['c'], changed: ['b'], untouched: ['a'], after_restart: [] };
  assert.deepEqual(await service.check(text), change);
  assert.deepEqual([...fleet.agents.keys()], ['a', 'b', 'c']);
  const configured = message('event', ({ type }) => type === 'configured');
  assert.deepEqual(await service.apply(text, ADMIN), change);
  assert.deepEqual([(await configured).by, (await configured).instrument], [ADMIN.by, 'system']);
  assert.deepEqual(
    [[...fleet.agents.keys()], bus.keys('instrument').toSorted()],
    [
      ['a', 'b', 'd'],
      ['a', 'b', 'd'],
    ],
  );
  assert.deepEqual([await readFile(file, 'utf8'), (await stat(`${file}.before`)).isFile()], [text, true]);
  await Promise.all([inState('b', 'command'), inState('d', 'command')]);
  const fourth = message('samples', ({ samples }) => samples.some(({ values }) => values.count === 4));
  await a.say('#4\r\n');
  await fourth;
  assert.equal(fleet.agents.get('a'), before);
  assert.deepEqual(counts.get('a'), [1, 2, 3, 4]);
  assert.equal(b.values.a, 9);
  assert.throws(() => process.kill(ofGone, 0), { code: 'ESRCH' });
});

test('what is wrong with a configuration is told at once, and nothing is changed', async (t) => {
  const a = await startProbe(t);
  const text = `instruments:\n  a: ${one(a)}\n`;
  const { service, fleet, file, whole } = await startFleet(t, text, [probe]);
  const wrong = whole(`instruments:\n  a: { kind: acme.prob, link: 'x' }\n  system: ${one(a)}\n`);
  for (const refused of [service.check(wrong), service.apply(wrong, ADMIN)])
    await assert.rejects(refused, (error) => error instanceof ConfigError && error.issues.length === 3);
  await assert.rejects(service.add('a', {}, ADMIN), ParameterError);
  await assert.rejects(service.remove('b', ADMIN), NotFoundError);
  await assert.rejects(
    service.add('b', { kind: 'acme.probe', link: linkOf(a) }, ADMIN),
    (error) =>
      error instanceof ConfigError &&
      error.issues.map(({ name }) => name).join() === 'instruments.a.link,instruments.b.link',
  );
  assert.deepEqual([await readFile(file, 'utf8'), [...fleet.agents.keys()]], [whole(text), ['a']]);
});

test('an instrument is added and removed, and the file keeps its comments; its data stay', async (t) => {
  const [a, b] = await Promise.all([startProbe(t), startProbe(t)]);
  const { service, fleet, file, folder, inState, message } = await startFleet(
    t,
    `instruments: # ours\n  a: ${one(a)}\n`,
    [probe],
  );
  const added = message('registry');
  const change = await service.add('b', { kind: 'acme.probe', link: linkOf(b) }, ADMIN);
  assert.deepEqual([change.added, await added], [['b'], { instrument: 'b', change: 'added' }]);
  assert.match(await readFile(file, 'utf8'), /# ours\n/);
  await inState('b', 'command');
  assert.deepEqual((await service.remove('b', ADMIN)).removed, ['b']);
  assert.deepEqual([...fleet.agents.keys()], ['a']);
  assert.equal((await stat(join(folder, 'data', 'b', 'log'))).isDirectory(), true);
});

test('a file that is edited by hand is taken when it is whole; a wrong one is told, and the old one goes on', async (t) => {
  const [a, b] = await Promise.all([startProbe(t), startProbe(t)]);
  const { fleet, file, whole, inState, message } = await startFleet(t, `instruments:\n  a: ${one(a)}\n`, [probe]);
  await inState('a', 'command');
  const edit = async (text: string): Promise<void> => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  const refused = message('event', ({ type }) => type === 'configuration_refused');
  await edit(whole('instruments:\n  a: { kind: acme.prob }\n'));
  assert.match((await refused).text, /'acme.prob' is not known/);
  assert.deepEqual([...fleet.agents.keys()], ['a']);
  const added = message('registry');
  await edit(whole(`instruments:\n  a: ${one(a)}\n  b: ${one(b)}\n`));
  assert.deepEqual(await added, { instrument: 'b', change: 'added' });
});

test('an edit that was made while the program started is taken too', async (t) => {
  const [a, b] = await Promise.all([startProbe(t), startProbe(t)]);
  const { message } = await startFleet(t, `instruments:\n  a: ${one(a)}\n`, [probe], [], (file, whole) =>
    writeFile(file, whole(`instruments:\n  a: ${one(a)}\n  b: ${one(b)}\n`)),
  );
  assert.deepEqual(await message('registry'), { instrument: 'b', change: 'added' });
});

test('a file that cannot be read as YAML is not changed, and that is said', async (t) => {
  const a = await startProbe(t);
  const { service, file, whole, message } = await startFleet(t, `instruments:\n  a: ${one(a)}\n`, [probe]);
  const refused = message('event', ({ type }) => type === 'configuration_refused');
  const broken = whole('instruments: [');
  await writeFile(file, broken);
  await refused;
  await assert.rejects(service.remove('a', ADMIN), ConfigError);
  await assert.rejects(service.add('b', {}, ADMIN), ConfigError);
  assert.equal(await readFile(file, 'utf8'), broken);
});

test('a port agent that does not end does not keep the configuration from being taken', async (t) => {
  const [a, b, c] = await Promise.all([startProbe(t), startProbe(t), startProbe(t)]);
  const { service, fleet, folder, whole, inState } = await startFleet(
    t,
    `instruments:\n  a: ${one(a)}\n  b: ${one(b)}\n`,
    [probe],
  );
  await Promise.all([inState('a', 'command'), inState('b', 'command')]);
  // As of a process that serves another one too, and does not answer.
  const run = join(folder, 'data', 'run');
  const said = JSON.parse(await readFile(join(run, 'a.json'), 'utf8'));
  const deaf = { ...said, ports: { ...said.ports, command: 1 } };
  await writeFile(join(run, 'a.json'), JSON.stringify(deaf));
  await writeFile(join(run, 'other.json'), JSON.stringify({ ...deaf, name: 'other' }));
  t.after(() => process.kill(said.pid, 'SIGTERM'));
  await service.apply(whole(`instruments:\n  b: ${one(b, ', name: other')}\n  c: ${one(c)}\n`), ADMIN);
  assert.deepEqual([...fleet.agents.keys()], ['b', 'c']);
  await Promise.all([inState('b', 'command'), inState('c', 'command')]);
});

test('an instrument that cannot be looked after is told, and the others go on', async (t) => {
  const [a, b] = await Promise.all([startProbe(t), startProbe(t)]);
  const other = { ...probe, kind: 'acme.other' };
  const { service, fleet, whole, loadable, inState, event } = await startFleet(t, `instruments:\n  a: ${one(a)}\n`, [
    probe,
    other,
  ]);
  await inState('a', 'command');
  const text = whole(`instruments:\n  a: ${one(a)}\n  b: { kind: acme.other, link: '${linkOf(b)}' }\n`);
  loadable.delete('acme.other');
  await service.apply(text, ADMIN);
  assert.match((await event('not_loaded')).text, /acme.other is gone/);
  assert.equal(fleet.agents.get('a')?.driver.getCurrentState(), 'command');
});
