// All commands that read data find it in the same way, and say alike that it is not there.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { sonde } from './testing/sonde-process.ts';

async function scene(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-places-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const data = join(folder, 'kept');
  const config = join(folder, 'sonde.yaml');
  const instruments = '{ ctd: { kind: sea_bird.sbe37_smp, link: tcp://127.0.0.1:4001 } }';
  await writeFile(config, `data: ${data}\ninstruments: ${instruments}\n`);
  const say = async (...args: string[]) => {
    const { code, stderr } = await sonde(args, { SONDE_RUNTIME_DIR: join(folder, 'control') });
    return `${code} ${stderr}`;
  };
  return { folder, config, data, say };
}

for (const reader of [['query'], ['query', 'ctd', 'ctd'], ['events'], ['export', 'ctd', 'ctd'], ['reparse', 'ctd']]) {
  test(`sonde ${reader.join(' ')} finds the data by the configuration, and says that they are not there`, async (t) => {
    const { data, config, say } = await scene(t);
    const said = await say(...reader, '-c', config);
    assert.ok(said.startsWith(`2 ${data}: there is no such folder; name the one with the data (--data)`), said);
  });
}

for (const command of ['list', 'cat', 'tail', 'verify']) {
  test(`sonde log ${command} finds the log by the configuration, and says that it is not there`, async (t) => {
    const { data, config, say } = await scene(t);
    const said = await say('log', command, 'ctd', '-c', config);
    assert.ok(said.startsWith(`2 ctd: there is no log in ${join(data, 'ctd', 'log')}; name the data folder`), said);
  });
}

test('what is asked for, and is not there, is not passed over in silence', async (t) => {
  const { data, say } = await scene(t);
  await mkdir(join(data, 'ctd', 'events'), { recursive: true });
  assert.equal(await say('events', 'ctd', '--data', data, '--from', '-6h'), '0 no such events\n');
});

test('an instrument cannot be called so that its folder lies elsewhere', async (t) => {
  const { folder, data, say } = await scene(t);
  const recording = join(folder, 'day.log');
  await writeFile(recording, '2014/10/11 00:29:28.576 hello\r\n');
  const said = await say('import', '../evil', recording, '--kind', 'nortek.vector', '--data', data);
  assert.match(said, /^2 .*must be snake_case/);
});
