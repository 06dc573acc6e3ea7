import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { browserTest, screenshot } from './browser.ts';
import { faultsOf } from './judge.ts';
import { atScene, ofDemo, type Scene } from './scene.ts';

const PASSWORD = 'a long enough one';

/** From now on everybody has to log in. Returns the secret of a script's token, and the cookie of the admin `chief`. */
async function withUsers({ api }: Scene): Promise<{ readonly secret: string; readonly cookie: string }> {
  const post = async (path: string, body: object, cookie = ''): Promise<Response> => {
    const answer = await api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
    return answer;
  };
  await post('/users', { name: 'chief', role: 'admin', password: PASSWORD });
  const session = await post('/session', { name: 'chief', password: PASSWORD });
  const [cookie = ''] = (session.headers.get('set-cookie') ?? '').split(';');
  await post('/users', { name: 'anna', role: 'operator', password: PASSWORD }, cookie);
  await post('/users', { name: 'ben', role: 'engineer', password: PASSWORD }, cookie);
  const token = await post('/tokens', { name: 'nightly', role: 'operator' }, cookie);
  const { secret } = await token.json();
  return { secret, cookie };
}

async function logIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('region', { name: 'Lock' }).waitFor();
}

/** Opens the dialogue with this button, gives a reason, and does what it offers. */
async function take(page: Page, button: 'Lock' | 'Take over', reason: string): Promise<void> {
  await page.getByRole('button', { name: `${button}…` }).click();
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  await page.getByText('held by this page', { exact: true }).waitFor();
}

browserTest(
  'two browsers and a script fight for one instrument: its lease holds, and the events tell the story',
  (stage) =>
    atScene({ instruments: ofDemo('ctd_12m') }, async (scene) => {
      const { secret, cookie } = await withUsers(scene);
      const lockPath = '/instruments/ctd_12m/lock';
      const script = (path: string, init: RequestInit = {}): Promise<Response> =>
        scene.api(path, {
          ...init,
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...init.headers },
        });
      const setInterval = (seconds: number, headers: Record<string, string> = {}): Promise<Response> =>
        script('/instruments/ctd_12m/parameters', {
          method: 'PATCH',
          headers,
          body: JSON.stringify({ values: { interval: seconds } }),
        });

      const address = `${scene.address}/i/ctd_12m/control`;
      const anna = await stage.open(address, { expected: /401/ });
      const ben = await stage.open(address, { expected: /401/ });
      await anna.getByLabel('Password').waitFor();
      await screenshot(anna, 'login');
      assert.deepEqual(await faultsOf(anna), []);
      await logIn(anna, 'anna');
      await logIn(ben, 'ben');

      await take(anna, 'Lock', 'changing the battery');
      await ben.getByText('held by anna', { exact: true }).waitFor();
      const stop = ben.getByRole('button', { name: /^Stop autosample/ });
      await stop.waitFor();
      assert.ok(await stop.isDisabled(), 'ben cannot use what anna holds');
      await ben.getByText(/Held by anna until .* UTC: changing the battery/).waitFor();

      const refused = await setInterval(20);
      assert.equal(refused.status, 423);
      const problem = await refused.json();
      assert.equal(problem.code, 'locked');
      assert.match(problem.detail, /anna.*changing the battery/);

      await take(ben, 'Take over', 'the ship leaves');
      await anna.getByText('MicroCAT at 12 m was taken over').waitFor();
      await anna.getByText('ben holds it now: the ship leaves').waitFor();
      await screenshot(anna, 'lock-lost');
      assert.ok(await anna.getByRole('button', { name: /^Stop autosample/ }).isDisabled());
      assert.equal((await setInterval(20)).status, 423);

      const printed = await scene.sonde('set', 'ctd_12m', 'interval=20');
      assert.notEqual(printed.code, 0);
      assert.match(printed.stderr, /locked by ben since .* until .* \(the ship leaves\); you may take it over/);

      const freed = await scene.api(lockPath, { method: 'DELETE', headers: { cookie } });
      assert.equal(freed.status, 204);
      await ben.getByText('MicroCAT at 12 m is not held any more').waitFor();
      await ben.getByText('chief let go of it.').waitFor();

      await ben.goto(`${scene.address}/i/ctd_12m/terminal`);
      await ben.getByRole('button', { name: 'Open a terminal' }).click();
      await ben.getByText('held by this page', { exact: true }).waitFor();
      await anna.getByText(/Held by ben until .* UTC: direct access/).waitFor();
      const taken = await scene.api(lockPath, {
        method: 'PUT',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ reason: 'a storm comes', take_over: true }),
      });
      const storm = (await taken.json()).key;
      await ben.getByText(/The terminal is closed: chief has taken ctd_12m over: a storm comes/).waitFor();
      await ben.getByText('chief holds it now: a storm comes').waitFor();
      await screenshot(ben, 'terminal-lost');
      assert.equal(await ben.getByText(/ben holds it now/).count(), 0);

      await scene.program.kill('SIGKILL');
      await scene.start();
      await anna.getByText(/Held by chief until .* UTC: a storm comes/).waitFor();
      assert.equal((await setInterval(20)).status, 423, 'a lease outlives the program');
      const given = await scene.api(lockPath, { method: 'DELETE', headers: { cookie, 'x-sonde-lock': storm } });
      assert.equal(given.status, 204);

      await anna.getByRole('button', { name: 'Lock…' }).waitFor();
      const lock = await script(lockPath, {
        method: 'PUT',
        body: JSON.stringify({ reason: 'nightly check' }),
      });
      assert.equal(lock.status, 200);
      const { key } = await lock.json();
      await anna.getByText('held by token nightly', { exact: true }).waitFor();
      assert.equal((await setInterval(20)).status, 423, 'a script that does not show its key is a stranger too');

      const story = await script('/events?instruments=ctd_12m&search=lock&limit=100');
      const { events } = await story.json();
      const told = events
        .filter(({ type }: { type: string }) => type.startsWith('lock_'))
        .map(({ type, by }: { type: string; by: string }) => `${type} by ${by}`)
        .reverse();
      assert.deepEqual(told, [
        'lock_taken by anna',
        'lock_taken_over by ben',
        'lock_released by chief',
        'lock_taken by ben',
        'lock_taken_over by chief',
        'lock_released by chief',
        'lock_taken by token nightly',
      ]);
      const changed = await script('/events?instruments=ctd_12m&types=parameter_changed&limit=100');
      const bySomebody = (await changed.json()).events.filter(({ by }: { by: string }) => by !== 'startup');
      assert.deepEqual(bySomebody, [], 'nobody has changed what another held');
      const back = await script(lockPath, { method: 'DELETE', headers: { 'x-sonde-lock': key } });
      assert.equal(back.status, 204);
      await anna.getByRole('button', { name: 'Lock…' }).waitFor();
    }),
);
