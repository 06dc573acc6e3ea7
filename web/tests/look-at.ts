import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { DESK, PHONE, type Stage, screenshot, TABLET, type Theme } from './browser.ts';
import { faultsOf } from './judge.ts';

export interface Screen {
  readonly name: string;
  readonly path: string;
  /** Resolves when the screen has what it needs. */
  readonly ready: (page: Page) => Promise<unknown>;
}

export const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();

const LOOKS: readonly { readonly theme: Theme; readonly size: typeof DESK | typeof TABLET | typeof PHONE }[] = [
  { theme: 'day', size: DESK },
  { theme: 'dusk', size: DESK },
  { theme: 'night', size: DESK },
  { theme: 'dusk', size: TABLET },
  { theme: 'night', size: PHONE },
  { theme: 'day', size: PHONE },
];

/** Leaves a picture of each screen, in each palette, at a desk, on a tablet and on a telephone, and judges it. */
export async function lookAt(stage: Stage, address: string, screens: readonly Screen[]): Promise<void> {
  const page = await stage.open(address);
  const faults: string[] = [];
  for (const { name, path, ready } of screens) {
    await page.setViewportSize(DESK);
    await page.goto(address + path);
    await ready(page);
    for (const { theme, size } of LOOKS) {
      await page.setViewportSize(size);
      await page.evaluate((wanted) => {
        document.documentElement.dataset.theme = wanted;
      }, theme);
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
      const at = `${name}-${theme}-${size.width}`;
      await screenshot(page, at, true);
      faults.push(...(await faultsOf(page)).map((fault) => `${at}: ${fault}`));
    }
  }
  assert.deepEqual(faults, []);
}
