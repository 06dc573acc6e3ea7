import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { numbersIn, untilFiles } from './testing/lines-file.ts';
import { numberedDevice } from './testing/numbered-device.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

const KINDS = fileURLToPath(new URL('../agent/test-passengers.ts', import.meta.url));
const RATE = 200;
const KILLS = 4;

test('of an instrument and the one behind it every number arrives once and in order though their process is killed', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-once-'));
  const [data, out, config] = [join(folder, 'data'), join(folder, 'out'), join(folder, 'sonde.yaml')];
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control') };
  await using device = await numberedDevice(RATE, (number) => `T=${number}.0 P=${number} V=2.5`);
  await writeFile(
    config,
    `data: ${data}
definitions: ${KINDS}
instruments:
  probe: { kind: test.probe, on: mast }
  mast: { kind: test.mast, link: 'tcp://127.0.0.1:${device.port}' }
outputs: { jsonl: ${out} }
`,
  );
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      await using running = new SondeProcess(['run', '-c', config], env);
      await running.said(/running/);
      await wait(Math.random() * 2000);
      await running.kill('SIGKILL');
    }
    await using last = new SondeProcess(['run', '-c', config], env);
    await last.said(/running/);
    device.pause();
    const numbers = () =>
      Promise.all([numbersIn(join(out, 'mast', 'air'), 'temp'), numbersIn(join(out, 'probe', 'counts'), 'counts')]);
    const arrived = async (): Promise<boolean> => (await numbers()).every((own) => own.at(-1) === device.sent);
    await untilFiles(arrived, AbortSignal.timeout(60_000));
    const all = Array.from({ length: device.sent }, (_, i) => i + 1);
    assert.deepEqual(await numbers(), [all, all]);
    assert.equal(await last.kill('SIGTERM'), 0);
  } finally {
    await sonde(['port-agent', 'stop', 'mast', '--data', data], env);
    await rm(folder, { recursive: true, force: true });
  }
});
