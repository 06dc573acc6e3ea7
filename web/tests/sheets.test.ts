import type { Page } from 'playwright-core';
import { browserTest } from './browser.ts';
import { heading, lookAt, type Screen } from './look-at.ts';
import { atScene, ofDemo, untilSampling } from './scene.ts';

const rows = (page: Page) => page.getByRole('listbox').getByRole('option').nth(3).waitFor();

const SHEETS: readonly Screen[] = [
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
  { name: 'transcript', path: '/i/ctd_12m/transcript', ready: rows },
  { name: 'transcript-hex', path: '/i/velocimeter_field/transcript?bytes=hex', ready: rows },
  { name: 'terminal', path: '/i/ctd_12m/terminal', ready: (page) => page.locator('main button').last().waitFor() },
  { name: 'data', path: '/i/ctd_12m/data', ready: heading('Take it away') },
  {
    name: 'instrument-events',
    path: '/i/ctd_12m/events',
    ready: (page) => page.getByText('start_autosample done').first().waitFor(),
  },
  { name: 'about', path: '/i/ctd_12m/about', ready: heading('MicroCAT at 12 m') },
];

const INSTRUMENTS = ['ctd_12m', 'velocimeter_field'] as const;

browserTest(
  'every sheet of an instrument can be seen and used, in each palette, at a desk and on a telephone',
  (stage) =>
    atScene({ instruments: ofDemo(...INSTRUMENTS) }, async (scene) => {
      await untilSampling(scene, ...INSTRUMENTS);
      await lookAt(stage, scene.address, SHEETS);
    }),
);
