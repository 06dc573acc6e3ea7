import assert from 'node:assert/strict';
import { browserTest, screenshot } from './browser.ts';
import { atScene, ofDemo } from './scene.ts';

/** Nothing in the sea is like that: both are raised with the first sample. */
const ALWAYS_WRONG = { alerts: { temp: { alarm: [50, 60] }, pressure: { warning: [5000, 6000] } } };
const { ctd_12m: ctd } = ofDemo('ctd_12m');

browserTest(
  'an alert is acknowledged, commented on and shelved, by hand and by keys, and the events tell who did it',
  (stage) =>
    atScene({ instruments: { ctd_12m: { ...ctd!, more: ALWAYS_WRONG } } }, async ({ address }) => {
      const page = await stage.open(`${address}/alerts`);
      const list = (name: string | RegExp) => page.getByRole('region', { name });
      const waiting = list(/^To be answered/);
      await waiting.getByText(/ctd\.temp is/).waitFor();
      await waiting.getByText(/ctd\.pressure is/).waitFor();
      await screenshot(page, 'alerts-waiting');

      await page.keyboard.press('j');
      await waiting.locator('li:focus').filter({ hasText: 'alarm' }).waitFor();
      await page.keyboard.press('a');
      await waiting.locator('li:focus').filter({ hasText: 'ctd.pressure is' }).waitFor();
      const acknowledged = list(/^Acknowledged, still so/);
      await acknowledged.getByText(/ctd\.temp is/).waitFor();
      await acknowledged.getByText(/acknowledged/).waitFor();

      await acknowledged.getByRole('button', { name: 'Comment…' }).click();
      await page.getByRole('dialog').getByLabel('Comment').fill('The sensor is out of the water');
      await page.getByRole('button', { name: 'Keep' }).click();
      await acknowledged.getByText('“The sensor is out of the water”').waitFor();

      await page.keyboard.press('k');
      await page.keyboard.press('s');
      await page.getByLabel('For how long').selectOption('8 hours');
      await page.getByRole('button', { name: 'Shelve', exact: true }).click();
      await list(/^Shelved/)
        .getByText(/shelved until/)
        .waitFor();
      await page.getByText('Nothing wants to be answered.').waitFor();
      assert.doesNotMatch(await page.title(), /^\(/);
      await screenshot(page, 'alerts-answered');

      await page.getByRole('link', { name: 'events', exact: true }).click();
      const events = page.getByRole('list', { name: 'Events' });
      await events
        .getByText(/acknowledged/)
        .first()
        .waitFor();
      await events
        .getByText(/shelved/)
        .first()
        .waitFor();
      await page.close();
    }),
);

browserTest('events are searched, opened and come live on top; the address carries what is searched for', (stage) =>
  atScene({ instruments: ofDemo('ctd_12m') }, async ({ address, api }) => {
    const page = await stage.open(`${address}/events`);
    const events = page.getByRole('list', { name: 'Events' });
    await events.getByText('from command to autosample').waitFor();
    await page.getByLabel('About').selectOption('Commands');
    await page.getByLabel('Search the events').fill('acquire_status done');
    await page.waitForURL(/types=commands&q=acquire_status/);
    await page.getByText('Nothing has happened that is like that').waitFor();

    const command = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    const asked = await api('/instruments/ctd_12m/commands/acquire_status', command);
    assert.equal(asked.status, 202);
    const came = events
      .getByRole('listitem')
      .filter({ hasText: /^.*acquire_status done/ })
      .first();
    await came.waitFor();
    await came.locator('summary').click();
    await came.getByRole('link', { name: 'What went over the line then' }).waitFor();
    await screenshot(page, 'events-opened');
    await page.close();
  }),
);
