import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { inScope } from '../kit/scope.ts';
import { ctdPipeline } from './testing/ctd-pipeline.ts';
import { type CuttingProxy, cuttingProxy } from './testing/cutting-proxy.ts';
import { numbersIn, untilFiles } from './testing/lines-file.ts';
import { numberedDevice } from './testing/numbered-device.ts';

const SECONDS = Number(process.env.SONDE_SOAK ?? 8);
const CUTS = 10;

test(`every number arrives once and in order though the port agent's clients are cut ${CUTS} times`, {
  timeout: (SECONDS + 60) * 1000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-cut-'));
  try {
    await inScope(async (use) => {
      const device = use(await numberedDevice(200));
      let proxy: CuttingProxy | undefined;
      await ctdPipeline(use, {
        folder,
        devicePort: device.port,
        attach: async ({ http }) => {
          proxy = use(await cuttingProxy(http));
          return { http_port: proxy.port };
        },
      });
      for (let cut = 0; cut < CUTS; cut++) {
        await wait((SECONDS * 1000) / CUTS);
        proxy?.cut();
      }
      device.pause();
      let numbers: number[] = [];
      await untilFiles(async () => {
        numbers = await numbersIn(join(folder, 'out', 'ctd'));
        return numbers.at(-1) === device.sent;
      }, AbortSignal.timeout(30_000));
      assert.ok(device.sent > SECONDS * 100, `${device.sent} were sent`);
      assert.deepEqual(
        numbers,
        Array.from({ length: device.sent }, (_, i) => i + 1),
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
