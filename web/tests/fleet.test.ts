import assert from 'node:assert/strict';
import { browserTest, screenshot } from './browser.ts';
import { atScene, ofDemo } from './scene.ts';

/** Nothing that the sea has is as warm: it is raised with the first sample. */
const ALWAYS_WRONG = { alerts: { temp: { alarm: [50, 60] } } };
const { ctd_12m: ctd } = ofDemo('ctd_12m');

browserTest('the fleet is searched, grouped and shown as the address says, and leads to an instrument', (stage) =>
  atScene({ instruments: ofDemo('ctd_12m', 'profiler_optode', 'oxygen') }, async ({ address }) => {
    const page = await stage.open(address);
    const tiles = page.getByRole('main').getByRole('article');
    await tiles.nth(2).waitFor();
    await page.getByRole('searchbox').fill('optode');
    await tiles.nth(2).waitFor({ state: 'detached' });
    assert.equal(await tiles.count(), 2, 'one is an optode, one has it behind it');
    assert.equal(new URL(page.url()).search, '?q=optode');
    await page.getByLabel('Group').selectOption('kind');
    await page.getByRole('heading', { name: /^aanderaa\.optode/ }).waitFor();

    await page.goto(`${address}/?q=optode&group=kind`);
    await page.getByRole('heading', { name: /^aanderaa\.optode/ }).waitFor();
    assert.equal(await page.getByRole('searchbox').inputValue(), 'optode', 'a link carries the whole view');

    await page.getByRole('button', { name: 'As rows' }).click();
    await page.getByRole('link', { name: 'Optode behind the profiler' }).click();
    await page.waitForURL(/\/i\/oxygen/);
    await page.close();
  }),
);

browserTest('values come by themselves, and an instrument that wants somebody comes first', (stage) =>
  atScene(
    { instruments: { ...ofDemo('profiler_optode'), ctd_12m: { ...ctd!, more: ALWAYS_WRONG } } },
    async ({ address }) => {
      const page = await stage.open(address);
      const first = page.getByRole('main').getByRole('article').first();
      await first.getByText('1 alarm').waitFor();
      assert.match((await first.textContent()) ?? '', /MicroCAT at 12 m/);
      await page.getByRole('region', { name: 'Alerts to be answered' }).getByText(/temp/).waitFor();
      assert.match(await page.title(), /^\(1\) Fleet/);

      const shown = first.locator('dd').first();
      const before = await shown.textContent();
      await page.waitForFunction((old) => document.querySelector('main article dd')?.textContent !== old, before);
      await screenshot(page, 'fleet-alarm');
      await page.close();
    },
  ),
);

browserTest('who comes back to the fleet is told what has happened since', (stage) =>
  atScene({ instruments: ofDemo('ctd_12m') }, async ({ address, api }) => {
    const page = await stage.open(address);
    await page.getByRole('article').getByText('Sampling').waitFor();
    await page.getByRole('link', { name: 'Kinds' }).click();
    await page.getByRole('heading', { name: 'Sea-Bird' }).waitFor();
    const command = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"wait":10}' };
    const stopped = await api('/instruments/ctd_12m/commands/stop_autosample', command);
    assert.equal(stopped.status, 200, await stopped.text());
    await page.getByRole('link', { name: 'Fleet' }).click();
    await page.getByText(/Since you last looked, .* ago: 1 instrument has changed state\./).waitFor();
    await page.getByRole('link', { name: 'See what happened' }).click();
    await page.getByText('from autosample to command').waitFor();
    await page.close();
  }),
);

browserTest('everything is reached by keys: the search goes to a command, and the keys are listed', (stage) =>
  atScene({ instruments: ofDemo('ctd_12m') }, async ({ address }) => {
    const page = await stage.open(address);
    await page.getByRole('article').getByText('Sampling').waitFor();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('Search instruments, commands and screens').waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });

    await page.keyboard.press('/');
    await page.keyboard.type('ctd stop');
    await page.getByRole('option', { name: /stop_autosample/ }).waitFor();
    await screenshot(page, 'search');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/i\/ctd_12m\/control\?command=stop_autosample/);
    await page.getByRole('heading', { name: 'MicroCAT at 12 m' }).waitFor();
    const found = page.locator('li:focus').filter({ hasText: 'Stop autosample' });
    await found.waitFor();
    await page.keyboard.press('Tab');
    await page.locator('button[aria-label="Stop autosample: run"]:focus').waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('ctd test_temp');
    await page.getByRole('option', { name: /test_temperature/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('div:focus').filter({ hasText: 'only in Ready; it is in Sampling' }).waitFor();

    await page.keyboard.press('t');
    await page.locator('html[data-theme="dusk"]').waitFor();
    await page.close();
  }),
);
