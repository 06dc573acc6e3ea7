import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallDisk } from '../../tools/small-disk.ts';
import { checkpointFile } from '../agent/checkpoint.ts';
import { InstrumentAgent } from '../agent/instrument-agent.ts';
import { foreignPortAgent } from '../agent/port-agent-home.ts';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { inScope } from '../kit/scope.ts';
import { logDays, logPath } from '../packet/log-days.ts';
import { readLog } from '../packet/log-reader.ts';
import { verifyLog } from '../packet/verify-log.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { JsonlSink } from '../store/jsonl-sink.ts';
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
    const portAgent = use(
      await PortAgent.start({
        name: 'ctd',
        link: { type: 'tcp', host: '127.0.0.1', port: device.port },
        data: disk,
        run: folder,
        clock: systemClock,
        logger: silentLogger,
      }),
    );
    const { data, http } = portAgent.ports;
    const agent = use(
      new InstrumentAgent({
        id: 'ctd',
        definition: await loadInstrument('sea_bird.sbe37_smp'),
        home: foreignPortAgent({ addr: '127.0.0.1', port: data, http_port: http }),
        openSink: () => new JsonlSink(join(folder, 'out')),
        checkpoint: checkpointFile(join(folder, 'checkpoint.json')),
        clock: systemClock,
        logger: silentLogger,
      }),
    );
    agent.start();
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
