import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { browserTest, DESK, PHONE, screenshot, THEMES, type Theme } from './browser.ts';
import { faultsOf } from './judge.ts';
import { atScene, ofDemo } from './scene.ts';

interface Screen {
  readonly name: string;
  readonly path: string;
  /** Shows that the screen has what it needs. */
  readonly ready: (page: Page) => Promise<unknown>;
}

const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();

const SCREENS: readonly Screen[] = [
  { name: 'fleet', path: '/', ready: (page) => page.getByText('MicroCAT at 12 m').first().waitFor() },
  {
    name: 'live',
    path: '/i/ctd_12m/live',
    ready: (page) =>
      page
        .getByText(/^\d+ samples · good/)
        .first()
        .waitFor(),
  },
  { name: 'control', path: '/i/ctd_12m/control', ready: heading(/^Commands possible now/) },
  { name: 'parameters', path: '/i/ctd_12m/parameters', ready: (page) => page.getByText('interval').first().waitFor() },
  { name: 'transcript', path: '/i/ctd_12m/transcript', ready: (page) => page.getByRole('option').nth(3).waitFor() },
  {
    name: 'transcript-hex',
    path: '/i/velocimeter_field/transcript?bytes=hex',
    ready: (page) => page.getByRole('option').nth(3).waitFor(),
  },
  { name: 'terminal', path: '/i/ctd_12m/terminal', ready: (page) => page.getByRole('button').last().waitFor() },
  { name: 'data', path: '/i/ctd_12m/data', ready: heading('Take it away') },
  {
    name: 'instrument-events',
    path: '/i/ctd_12m/events',
    ready: (page) => page.getByText('started up').first().waitFor(),
  },
  { name: 'about', path: '/i/ctd_12m/about', ready: heading('MicroCAT at 12 m') },
  { name: 'alerts', path: '/alerts', ready: heading('Alerts') },
  { name: 'events', path: '/events', ready: heading('Events') },
  { name: 'missions', path: '/missions', ready: heading('Missions') },
  { name: 'kinds', path: '/kinds', ready: heading('Nortek') },
  { name: 'kind', path: '/kinds/sea_bird.sbe37_smp', ready: heading(/^Commands/) },
  { name: 'settings', path: '/settings', ready: heading('Settings') },
];

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);

browserTest('every screen is whole and can be read, in each palette, at a desk and on a telephone', (stage) =>
  atScene({ instruments: ofDemo('ctd_12m', 'velocimeter_field', 'profiler_optode', 'oxygen') }, async (scene) => {
    const faults: string[] = [];
    const look = async (theme: Theme, size: typeof DESK | typeof PHONE): Promise<void> => {
      const page = await stage.open(scene.address, { theme, size });
      for (const { name, path, ready } of SCREENS) {
        await page.goto(scene.address + path);
        await ready(page);
        await settled(page);
        const at = `${name}-${theme}-${size.width}`;
        await screenshot(page, at, true);
        faults.push(...(await faultsOf(page)).map((fault) => `${at}: ${fault}`));
      }
      await page.close();
    };
    for (const theme of THEMES) await look(theme, DESK);
    await look('day', PHONE);
    await look('night', PHONE);
    assert.deepEqual(faults, []);
  }),
);
