import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { openLink } from '../link/open-link.ts';
import { parseLink } from '../link/parse-link.ts';
import { SondeProcess } from './testing/sonde-process.ts';

test('a simulated ADCP that pings is stopped by a break through its control port', { timeout: 30_000 }, async () => {
  const words = ['simulate', 'teledyne.workhorse', '--tcp', '0', '--control', '0', '--streaming', '--json'];
  await using simulator = new SondeProcess(words);
  await simulator.said(/"link":"tcp:/);
  const { link: where } = JSON.parse(simulator.stdout.split('\n')[0] ?? '');
  assert.match(where, /^tcp:\/\/127\.0\.0\.1:\d+\?control=\d+$/);
  const link = await openLink(parseLink(where), { clock: systemClock });
  assert.equal(await link.sendBreak(1000), 'OK');
  let heard = '';
  for await (const { bytes } of link.chunks) {
    heard += toText(bytes);
    if (heard.includes('>')) break;
  }
  assert.match(heard, /BREAK/);
  await link.close();
});
