import assert from 'node:assert/strict';
import { browserTest, screenshot } from './browser.ts';
import { atScene, ofDemo } from './scene.ts';

const WRONG = `title: Ask
steps:
  - discover: ctd_12m
  - exec: { ctd_12m: fly }
`;
const RIGHT = `title: Ask twice
steps:
  - discover: ctd_12m
  - wait: 1 h
  - discover: ctd_12m
`;

browserTest('a mission is written with its errors at their lines, saved, watched, paused and stopped', (stage) =>
  atScene({ instruments: ofDemo('ctd_12m') }, async ({ address }) => {
    const page = await stage.open(`${address}/missions`, { expected: /400/ });
    await page.getByRole('button', { name: 'New…' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('ask_twice');
    await page.getByRole('button', { name: 'Write it' }).click();
    const text = page.getByLabel('Text of ask_twice');
    await page.getByText('What it will do').waitFor();

    await text.fill(WRONG);
    await page.getByRole('button', { name: 'line 4' }).click();
    const chosen = await text.evaluate((area) =>
      area instanceof HTMLTextAreaElement ? area.value.slice(area.selectionStart, area.selectionEnd) : '',
    );
    assert.equal(chosen, '  - exec: { ctd_12m: fly }');
    await screenshot(page, 'mission-wrong');
    assert.equal(await page.getByRole('button', { name: 'Save' }).isDisabled(), true);

    await text.fill(RIGHT);
    await page.getByText('What it will do').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The mission ask_twice is saved').waitFor();

    await page.getByRole('button', { name: 'Start' }).click();
    const waits = page.getByRole('listitem').filter({ hasText: 'wait 1 h' }).filter({ hasText: 'running' });
    await waits.waitFor();
    await screenshot(page, 'mission-runs');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Start' }).waitFor();
    await page.getByRole('region', { name: 'Ask twice' }).getByText('stopped').first().waitFor();
    await page.close();
  }),
);
