import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { browserTest, screenshot } from './browser.ts';
import { atScene, ofDemo, type Scene } from './scene.ts';

/** So fast must the page say that it does not hear its server, in ms. */
const GREY_WITHIN = 3000;

const LIVE = { instruments: ofDemo('ctd_12m') };
const samplesArrive = (page: Page): Promise<void> =>
  page
    .getByText(/^\d+ samples · good/)
    .first()
    .waitFor();

/** Harms the program, and says how many ms later the page was grey: by the page's own watch, which is this machine's too. */
async function greyAfter(page: Page, harm: () => unknown): Promise<number> {
  const grey = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = new MutationObserver(() => {
          if (document.body.textContent?.includes('The server is not heard.')) resolve(Date.now());
        });
        look.observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
  await harm();
  const begun = Date.now();
  return (await grey) - begun;
}

/** Nothing that is shown looks fresh: the page is grey, and its ages go on counting. */
async function looksStale(page: Page): Promise<void> {
  const main = page.locator('main');
  assert.match(await main.evaluate((element) => getComputedStyle(element).filter), /grayscale/);
  const age = page.getByRole('main').locator('time').first();
  const before = await age.textContent();
  await page.waitForFunction((old) => document.querySelector('main time')?.textContent !== old, before);
}

const recovered = async (page: Page): Promise<void> => {
  await page.getByText('The server is not heard.').waitFor({ state: 'detached' });
  await samplesArrive(page);
};

browserTest(
  'a program that is killed greys the page within 3 s, and its next start brings all back by itself',
  (stage) =>
    atScene(LIVE, async (scene: Scene) => {
      const page = await stage.open(`${scene.address}/i/ctd_12m/live`);
      await samplesArrive(page);
      const ms = await greyAfter(page, () => scene.program.kill('SIGKILL'));
      assert.ok(ms <= GREY_WITHIN, `grey after ${ms} ms`);
      await looksStale(page);
      await screenshot(page, 'server-lost');
      // Its code was not loaded before.
      await page.getByRole('link', { name: 'Transcript' }).click();
      await scene.start();
      await page.getByRole('listbox', { name: /^Bytes/ }).waitFor();
      await page.getByRole('link', { name: 'Live' }).click();
      await recovered(page);
    }),
);

browserTest('a program that hangs greys the page too, though its connections stay', (stage) =>
  atScene(LIVE, async (scene) => {
    const page = await stage.open(`${scene.address}/i/ctd_12m/live`);
    await samplesArrive(page);
    const { child } = scene.program;
    try {
      const ms = await greyAfter(page, () => child.kill('SIGSTOP'));
      assert.ok(ms <= GREY_WITHIN, `grey after ${ms} ms`);
      await looksStale(page);
    } finally {
      child.kill('SIGCONT');
    }
    await recovered(page);
  }),
);
