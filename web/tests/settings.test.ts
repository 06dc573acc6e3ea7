import assert from 'node:assert/strict';
import { browserTest, screenshot } from './browser.ts';
import { atScene, ofDemo } from './scene.ts';

browserTest(
  'the configuration is checked while it is written, and what differs is shown before it is applied',
  (stage) =>
    atScene({ instruments: ofDemo('ctd_12m') }, async ({ address }) => {
      const page = await stage.open(`${address}/settings/config`, { expected: /400/ });
      const text = page.getByRole('textbox', { name: 'Configuration' });
      const before = await text.inputValue();
      await text.fill(before.replace('kind: sea_bird.sbe37_smp', 'kind: sea_bird.sbe37_smb'));
      await page.getByRole('button', { name: /^line \d+/ }).waitFor();
      await page
        .getByText(/sea_bird\.sbe37_smp/)
        .last()
        .waitFor();

      await text.fill(before.replace('MicroCAT at 12 m', 'MicroCAT at 13 m'));
      await page.getByRole('button', { name: 'Review and apply…' }).click();
      const review = page.getByRole('dialog');
      await review.getByText(/^− .*MicroCAT at 12 m/).waitFor();
      await review.getByText(/^\+ .*MicroCAT at 13 m/).waitFor();
      await screenshot(page, 'config-review');
      await review.getByRole('button', { name: 'Apply' }).click();
      await page.getByText('The configuration is applied').waitFor();
      await page.getByRole('link', { name: 'Fleet' }).click();
      await page.getByRole('link', { name: 'MicroCAT at 13 m' }).waitFor();
      await page.close();
    }),
);

const ADMIN = { name: 'ada', password: 'a-long-password' };
const VIEWER = { name: 'vera', password: 'another-password' };

browserTest('users are added, log in, and are told what their role does not allow; a token is shown once', (stage) =>
  atScene({ instruments: ofDemo('ctd_12m') }, async ({ address }) => {
    const page = await stage.open(`${address}/settings/users`, { expected: /401|403/ });
    const add = async (name: string, role: string, password: string): Promise<void> => {
      await page.getByRole('button', { name: 'Add a user…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByLabel('Role').selectOption(role);
      await dialog.getByLabel('Password').fill(password);
      await dialog.getByRole('button', { name: 'Add' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    const logIn = async ({ name, password }: typeof ADMIN): Promise<void> => {
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Log in' }).click();
    };
    await page
      .getByText(/Nobody has to log in/)
      .first()
      .waitFor();
    await add(ADMIN.name, 'admin', ADMIN.password);

    await page.getByRole('heading', { name: 'Log in to Sonde' }).waitFor();
    await screenshot(page, 'login');
    await logIn({ ...ADMIN, password: 'not-the-password' });
    await page.getByText('You are not logged in').waitFor();
    await logIn(ADMIN);
    await page.getByText('ada (you)').waitFor();
    await add(VIEWER.name, 'viewer', VIEWER.password);
    await page.getByRole('rowheader', { name: 'vera' }).waitFor();

    await page.getByRole('link', { name: 'Tokens' }).click();
    await page.getByRole('button', { name: 'Make a token…' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('night_script');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('This is the only time that its secret is shown:').waitFor();
    const secret = await page.getByRole('dialog').locator('p').last().textContent();
    const asked = await fetch(`${address}/api/v1/instruments`, { headers: { authorization: `Bearer ${secret}` } });
    assert.equal(asked.status, 200);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('rowheader', { name: 'night_script' }).waitFor();

    await page.getByRole('button', { name: 'Log out' }).click();
    await logIn(VIEWER);
    await page.getByText('This is for the role admin').waitFor();
    await page.getByRole('link', { name: 'Missions' }).click();
    const make = page.getByRole('button', { name: 'New…' });
    await make.waitFor();
    assert.equal(await make.isDisabled(), true);
    assert.match((await make.getAttribute('title')) ?? '', /asks for the role engineer; yours is viewer/);
    await page.close();
  }),
);
