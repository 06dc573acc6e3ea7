import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { browserTest } from './browser.ts';
import { ofDemo, sceneOfFile, untilSampling } from './scene.ts';

const sceneNow = sceneOfFile({ instruments: ofDemo('ctd_12m') });
const today = (): string => new Date().toISOString().slice(0, 10);

async function download(page: Page, link: RegExp): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
  return readFile(await file.path());
}

browserTest('a day is looked at and exported: the file is what the command line writes', async (stage) => {
  const scene = sceneNow();
  await untilSampling(scene, 'ctd_12m');
  const page = await stage.open(`${scene.address}/i/ctd_12m/data`);
  await page.getByText(/samples of .* in .* from/).waitFor();
  await page.getByLabel('A whole day (UTC)').fill(today());
  await page
    .getByText(/\d+ samples in the chosen time/)
    .first()
    .waitFor();
  await page.getByLabel('Only good values').check();
  // Nothing more comes that only one of both would have.
  assert.equal((await scene.sonde('exec', 'ctd_12m', 'stop_autosample')).code, 0);
  const command = await page.locator('code', { hasText: 'sonde export' }).textContent();
  assert.match(
    command ?? '',
    new RegExp(`^sonde export ctd_12m ctd --from ${today()}T00:00:00.000Z --to .* --good-only --out ctd_12m-ctd.csv$`),
  );

  const csv = (await download(page, /^Export ctd_12m-ctd.csv/)).toString();
  const { stdout, stderr, code } = await scene.sonde(
    ...['export', 'ctd_12m', 'ctd', '--data', scene.data, '--good-only', '--from', `${today()}T00:00:00Z`],
  );
  assert.equal(code, 0, stderr);
  assert.ok(csv.split('\n').length > 2, csv);
  assert.equal(csv, stdout);
  assert.equal((await scene.sonde('exec', 'ctd_12m', 'start_autosample')).code, 0);
});

browserTest('a sample leads to its bytes, and the bytes to their sample', async (stage) => {
  const scene = sceneNow();
  await untilSampling(scene, 'ctd_12m');
  const page = await stage.open(`${scene.address}/i/ctd_12m/data`);
  const table = page.getByRole('table', { name: /^Samples of/ });
  const row = table.getByRole('row').nth(1);
  const time = await row.locator('time').getAttribute('datetime');
  await row.getByRole('link', { name: /bytes$/ }).click();

  const chosen = page.getByRole('listbox').getByRole('option', { selected: true });
  await chosen.waitFor();
  assert.match(await chosen.innerText(), /\d+\.\d+/);
  const sample = page.getByRole('region', { name: /^Sample of/ });
  await sample.getByRole('table').waitFor();
  assert.equal(await sample.locator('time').getAttribute('datetime'), time);

  await page.reload();
  await chosen.waitFor();
  assert.equal(await sample.locator('time').getAttribute('datetime'), time, 'the address leads there too');
});

browserTest('the transcript shows both directions as they come, and finds what was said', async (stage) => {
  const scene = sceneNow();
  const page = await stage.open(`${scene.address}/i/ctd_12m/transcript`);
  const rows = page.getByRole('listbox').getByRole('option');
  await rows.filter({ hasText: 'received' }).last().waitFor();
  const { stderr, code } = await scene.sonde('get', 'ctd_12m', 'interval');
  assert.equal(code, 0, stderr);

  await page.getByRole('searchbox').fill('startnow');
  await page.getByRole('button', { name: 'Older' }).click();
  await page.getByText('Found “startnow”.').waitFor();
  await rows.filter({ hasText: 'sent' }).filter({ hasText: 'startnow\\r\\n' }).waitFor();

  await page.getByLabel('Bytes as').selectOption('hex');
  await rows.filter({ hasText: 'sent' }).filter({ hasText: '73 74 61 72 74 6e 6f 77 0d 0a' }).waitFor();
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
  const before = await rows.last().getAttribute('aria-posinset');
  await rows.filter({ hasText: 'ctd' }).last().waitFor();
  await page.waitForFunction(
    (old) => document.querySelector('[role="option"]:last-child')?.getAttribute('aria-posinset') !== old,
    before,
  );
});

browserTest('a day of the log is downloaded as it was written', async (stage) => {
  const scene = sceneNow();
  await untilSampling(scene, 'ctd_12m');
  const page = await stage.open(`${scene.address}/i/ctd_12m/transcript`);
  await page.getByText('Download a day of the log as it was written').click();
  const bytes = await download(page, new RegExp(today()));
  const written = await readFile(join(scene.data, 'ctd_12m', 'log', `${today()}.datalog`));
  assert.ok(bytes.length > 0);
  assert.deepEqual(bytes, written.subarray(0, bytes.length));
});
