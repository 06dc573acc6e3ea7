import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { browserTest, PHONE, screenshot } from './browser.ts';
import { atScene, ofDemo, type Scene, untilSampling } from './scene.ts';

/** A test at the page of one simulated CTD. */
const atCtd = (name: string, sheet: string, work: (page: Page, scene: Scene) => Promise<void>): void =>
  browserTest(name, (stage) =>
    atScene({ instruments: ofDemo('ctd_12m') }, async (scene) => {
      const page = await stage.open(`${scene.address}/i/ctd_12m/${sheet}`);
      await page.getByTitle('autosample', { exact: true }).first().waitFor();
      await work(page, scene);
      // Before the program ends: a page complains of a server that goes.
      await page.close();
    }),
  );

const parameter = async ({ api }: Scene, name: string): Promise<unknown> => {
  const { parameters } = await (await api('/instruments/ctd_12m')).json();
  return parameters[name].actual;
};

/** The page as it is drawn now. */
const drawn = (page: Page): Promise<string> =>
  page
    .locator('canvas')
    .first()
    .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''));

atCtd('samples arrive, and the plot moves', 'live?last=5m', async (page) => {
  const plot = page.getByRole('figure', { name: 'Temperature' });
  await plot.getByText('Temperature as a table').click();
  const rows = plot.getByRole('row');
  await rows.nth(3).waitFor();
  const [picture, last] = [await drawn(page), await rows.last().textContent()];
  await page.waitForFunction((before) => {
    const canvas = document.querySelector('canvas');
    return canvas !== null && canvas.toDataURL() !== before;
  }, picture);
  await rows
    .last()
    .filter({ hasNotText: last ?? '' })
    .waitFor();

  const latest = page.getByRole('region', { name: 'Latest of Conductivity, temperature and pressure' });
  await latest.getByRole('row', { name: /^Temperature .*°C good \d+ s/ }).waitFor();
  await screenshot(page, 'instrument-live');

  await page.getByRole('link', { name: 'Its bytes' }).first().click();
  const bytes = page.locator('[role="option"][aria-selected="true"]');
  await bytes.waitFor();
  assert.match(await bytes.innerText(), /\d+\.\d+, +\d+\.\d+/);
});

atCtd('a plot is zoomed by dragging and by keys, and goes back', 'live?last=5m', async (page) => {
  const plot = page.getByRole('group', { name: /^Temperature in °C/ });
  await plot.locator('.u-over').waitFor();
  const box = await plot.locator('.u-over').boundingBox();
  assert.ok(box);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, y, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/from=.*to=/);
  const lengthNow = (): number => {
    const { searchParams } = new URL(page.url());
    return (Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')) / 1000;
  };
  const dragged = lengthNow();
  assert.ok(Math.abs(dragged - 120) < 3, `40 % of 5 minutes, not ${dragged} s`);

  const before = page.url();
  await plot.focus();
  await page.keyboard.press('=');
  await page.waitForURL((url) => url.href !== before);
  assert.ok(Math.abs(lengthNow() - dragged / 2) < 0.1);
  await page.goBack();
  await page.waitForURL((url) => url.href === before);
  await page.getByRole('button', { name: '5m', exact: true }).click();
  await page.waitForURL(/last=5m/);
});

atCtd(
  'two parameters are changed after a look at what will change, and desired becomes actual',
  'parameters',
  async (page, scene) => {
    await page.getByLabel('New value of Sample interval').fill('0');
    await page.getByText('must be a whole number from 1 to 32767 s').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Review…' }).isDisabled());

    await page.getByLabel('New value of Sample interval').fill('2');
    await page.getByLabel('New value of Output salinity').selectOption('no');
    await page.getByText('2 changes not applied').waitFor();
    await page.getByRole('button', { name: 'Review…' }).click();
    const review = page.getByRole('dialog', { name: 'Change 2 parameters' });
    await review
      .getByRole('row', { name: /^Sample interval 1 becomes 2 s from 1 to 32767 s|^Sample interval 1 → 2 s/ })
      .waitFor();
    await screenshot(page, 'parameters-review');
    await review.getByRole('button', { name: 'Apply together' }).click();

    const row = page.getByRole('row', { name: /^Sample interval/ });
    await row.getByText('applied, and read back').waitFor();
    assert.ok(
      await page.locator('main').evaluate((main) => main.contains(document.activeElement)),
      'the focus is lost',
    );
    await row.getByRole('cell', { name: '2 s', exact: true }).waitFor();
    await row.getByRole('cell', { name: '2 start-up: 1' }).waitFor();
    assert.equal(await parameter(scene, 'interval'), 2);
    assert.equal(await parameter(scene, 'output_salinity'), false);

    await row.getByRole('link', { name: 'History of Sample interval' }).click();
    await page
      .getByText(/interval changed from 1 to 2/)
      .first()
      .waitFor();
  },
);

atCtd('on a telephone, sheets and new values are within reach', 'live', async (page) => {
  await page.setViewportSize(PHONE);
  await page.getByRole('link', { name: 'Control' }).focus();
  await page.keyboard.press('8');
  const isSeen = (element: Locator): Promise<boolean> =>
    element.evaluate((found) => {
      const { left, right } = found.getBoundingClientRect();
      return left >= 0 && right <= innerWidth;
    });
  const about = page.locator('a[aria-current="page"]', { hasText: 'About' });
  await about.waitFor();
  assert.ok(await isSeen(about), 'the sheet that is shown is named');

  await page.keyboard.press('3');
  const field = page.getByLabel('New value of Sample interval');
  await field.waitFor();
  assert.ok(await isSeen(field), 'a new value is typed without scrolling sideways');
});

atCtd('autosample is stopped and started; the diagram shows where the instrument is', 'control', async (page) => {
  await page.getByRole('img', { name: /^Now autosample\./ }).waitFor();
  await page.getByRole('button', { name: 'Stop autosample: run' }).click();
  await page.getByRole('img', { name: /^Now command\./ }).waitFor();
  const done = page.getByRole('listitem').filter({ hasText: 'stop_autosample done' });
  await done.waitFor();
  await screenshot(page, 'control');
  await page.getByRole('button', { name: 'Start autosample: run' }).click();
  await page.getByRole('img', { name: /^Now autosample\./ }).waitFor();
  await done.getByRole('button', { name: 'Dismiss stop_autosample' }).click();
  await done.waitFor({ state: 'detached' });
});

atCtd('a long command shows how far it is, and is cancelled', 'control', async (page) => {
  await page.getByRole('button', { name: 'Stop autosample: run' }).click();
  await page.getByRole('button', { name: 'Test temperature: run' }).click();
  const job = page.getByRole('listitem').filter({ hasText: 'test_temperature' });
  await job.getByRole('progressbar').waitFor();
  await page.getByRole('img', { name: /^Now test\./ }).waitFor();
  await screenshot(page, 'control-running');
  await job.getByRole('button', { name: 'Cancel test_temperature' }).click();
  await job.getByText('test_temperature cancelled').first().waitFor();
  await page.getByRole('img', { name: /^Now command\./ }).waitFor();
});

browserTest('what is told while an answer is on its way is not undone by it', (stage) =>
  atScene({ instruments: ofDemo('ctd_12m') }, async (scene) => {
    const { address, api, sonde } = scene;
    await untilSampling(scene, 'ctd_12m');
    assert.equal((await sonde('exec', 'ctd_12m', 'stop_autosample')).code, 0);
    const asked = Promise.withResolvers<void>();
    const older = Promise.withResolvers<void>();
    const page = await stage.open(`${address}/kinds`);
    await page.route('**/api/v1/instruments/ctd_12m', async (route) => {
      const response = await route.fetch();
      asked.resolve();
      await older.promise;
      await route.fulfill({ response });
    });
    const heard = page.waitForResponse((live) => /live\?topics=.*job:ctd_12m/.test(decodeURIComponent(live.url())));
    await page.goto(`${address}/i/ctd_12m/control`);
    await Promise.all([asked.promise, heard]);

    assert.equal((await sonde('exec', 'ctd_12m', 'acquire_status')).code, 0);
    await api('/instruments/ctd_12m/lock', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'told behind the command', seconds: 60 }),
    });
    await page
      .getByTitle(/told behind the command/)
      .first()
      .waitFor();
    older.resolve();
    await page.getByRole('table', { name: 'Commands of before' }).getByText('acquire_status').waitFor();
    await page.close();
  }),
);

atCtd('what is changed in a terminal is brought back when it is left', 'terminal', async (page, scene) => {
  assert.equal(await parameter(scene, 'interval'), 1);
  await page.getByRole('button', { name: 'Open a terminal' }).click();
  const terminal = page.getByRole('application', { name: /^Terminal/ });
  await page.getByText(/^Held for/).waitFor();
  await page.getByText('held by this page').waitFor();
  const says = (text: string): Promise<unknown> => terminal.locator('.xterm-rows', { hasText: text }).waitFor();

  await terminal.click();
  await page.keyboard.type('stop\n');
  await says('S>');
  await page.keyboard.type('interval=33\n');
  await page.keyboard.type('ds\n');
  await says('sample interval = 33 seconds');
  await page.getByText(/Last bytes in hex/).click();
  await page.getByText(/73 61 6d 70 6c 65/).waitFor();
  await screenshot(page, 'terminal');

  await terminal.click();
  await page.keyboard.press('Control+]');
  assert.ok(await page.getByRole('button', { name: 'Leave' }).evaluate((button) => button === document.activeElement));
  await page.keyboard.press('Enter');
  await page.getByText(/The terminal is closed/).waitFor();
  await page.getByTitle('direct_access', { exact: true }).first().waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'What happened in this session' }).click();
  await page
    .getByText(/direct access ended/)
    .first()
    .waitFor();
  await page
    .getByText(/interval changed from 33 to 1/)
    .first()
    .waitFor();
  assert.equal(await parameter(scene, 'interval'), 1);
});
