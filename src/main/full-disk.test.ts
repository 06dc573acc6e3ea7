import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallDisk } from '../../tools/small-disk.ts';
import { toText } from '../kit/bytes.ts';
import { inScope } from '../kit/scope.ts';
import { logDays, logPath } from '../packet/log-days.ts';
import { readLog } from '../packet/log-reader.ts';
import { verifyLog } from '../packet/verify-log.ts';
import { ctdPipeline } from './testing/ctd-pipeline.ts';
import { numbersIn, untilFiles } from './testing/lines-file.ts';
import { numberedDevice } from './testing/numbered-device.ts';

const within = () => AbortSignal.timeout(30_000);

test('while the disk of the log is full every sample still arrives, the gap is shown and told in the log, and writing goes on when there is room', {
  timeout: 60_000,
}, async (t) => {
  const disk = await smallDisk(t, '512k');
  if (disk === undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'sonde-full-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const filler = join(disk, 'filler');
  await writeFile(filler, Buffer.alloc(480 * 1024));
  await inScope(async (use) => {
    const device = use(await numberedDevice(1000));
    const { portAgent } = await ctdPipeline(use, { folder, data: disk, devicePort: device.port });
    const log = () => portAgent.status().log;
    await untilFiles(async () => log().state === 'failing', within());
    const lost = device.sent;
    await untilFiles(async () => device.sent > lost + 500, within());
    assert.ok(log().lostPackets > 0 && log().lostBytes > 0);
    await rm(filler);
    await untilFiles(async () => log().state === 'ok', within());
    const written = device.sent;
    await untilFiles(async () => device.sent > written + 500, within());
    device.pause();
    const out = join(folder, 'out', 'ctd');
    await untilFiles(async () => (await numbersIn(out)).at(-1) === device.sent, within());
    assert.deepEqual(
      await numbersIn(out),
      Array.from({ length: device.sent }, (_, i) => i + 1),
    );

    const dir = join(disk, 'ctd', 'log');
    const faults: string[] = [];
    for await (const batch of readLog(dir)) {
      for (const { packet } of batch) if (packet.type === 'PORT_AGENT_FAULT') faults.push(toText(packet.payload));
    }
    assert.equal(faults.length, 1, faults.join('\n'));
    assert.equal(JSON.parse(faults[0]!).packets, log().lostPackets);
    for (const day of await logDays(dir)) assert.deepEqual((await verifyLog(logPath(dir, day))).damaged, []);
  });
});
