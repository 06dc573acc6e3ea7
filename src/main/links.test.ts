import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openHeads } from '../driver/test-two-headed.ts';
import { numbersIn, untilFiles } from './testing/lines-file.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

const DEFINITION = fileURLToPath(new URL('../driver/test-two-headed.ts', import.meta.url));
const KILLS = 3;
const PINGS = 200;
const within = (seconds: number): AbortSignal => AbortSignal.timeout(seconds * 1000);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

test('both links of an instrument keep every sample once, though the driver is killed again and again', async (t) => {
  const { master, slave, heard } = await openHeads(t);
  const folder = await mkdtemp(join(tmpdir(), 'sonde-links-'));
  const [config, data, out] = ['sonde.yaml', 'data', 'out'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control') };
  await writeFile(
    config,
    `data: ${data}
definitions: ${DEFINITION}
instruments:
  adcp:
    kind: test.two_headed
    links: { master: '${master.link}', slave: '${slave.link}' }
    startup: { mode: autosample }
outputs: { jsonl: ${out} }
`,
  );
  const kept = async () => ({
    beams: await numbersIn(join(out, 'adcp', 'beams'), 'number'),
    fifth: await numbersIn(join(out, 'adcp', 'fifth_beam'), 'number'),
  });
  let pinged = 0;
  const ping = async (): Promise<void> => {
    pinged += PINGS;
    await Promise.all([master.ping(PINGS), slave.ping(PINGS)]);
  };
  /** Waits until so many samples of each link are in the files. */
  const untilKept = async (count: number, driver: SondeProcess): Promise<void> => {
    let lengths: number[] = [];
    const arrived = async (): Promise<boolean> => {
      lengths = Object.values(await kept()).map((numbers) => numbers.length);
      return lengths.every((length) => length >= count);
    };
    await untilFiles(arrived, within(30)).catch((cause) => {
      throw new Error(`${lengths.join(' and ')} of ${count} arrived; ${driver.stderr}`, { cause });
    });
  };

  try {
    await using first = new SondeProcess(['run', '-c', config], env);
    await first.said(/running/);
    await untilFiles(async () => heard.includes('master GO'), within(30));
    assert.deepEqual(
      heard.filter((line) => line.endsWith('GO')),
      ['slave GO', 'master GO'],
    );
    await ping();
    await untilKept(PINGS, first);
    await first.kill('SIGKILL');
    for (let kill = 0; kill < KILLS; kill++) {
      await ping();
      await using driver = new SondeProcess(['run', '-c', config], env);
      await driver.said(/running/);
      await ping();
      await untilKept(pinged - PINGS, driver);
      await driver.kill('SIGKILL');
    }
    await using last = new SondeProcess(['run', '-c', config], env);
    await last.said(/running/);
    await untilKept(pinged, last);
    assert.equal(await last.kill('SIGTERM'), 0);
    assert.deepEqual(await kept(), { beams: upTo(pinged), fifth: upTo(pinged) });

    for (const link of ['master', 'slave']) {
      assert.ok(existsSync(join(data, 'adcp', link, 'log')));
      assert.equal((await sonde(['log', 'verify', `adcp/${link}`, '--data', data], env)).code, 0);
    }
    const { stdout } = await sonde(['port-agent', 'list', '--data', data], env);
    assert.deepEqual(stdout.match(/^adcp\/\w+/gm)?.sort(), ['adcp/master', 'adcp/slave']);
  } finally {
    for (const link of ['master', 'slave']) await sonde(['port-agent', 'stop', `adcp/${link}`, '--data', data], env);
    await rm(folder, { recursive: true, force: true });
  }
});
