import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plot } from './plot.ts';
import { RATE, toyBench, toyRecord } from './test-toys.ts';

const bench = toyBench({
  quantities: [
    { ...RATE, name: 'in & out', goals: [{ value: 350, step: 1 }] },
    { name: 'CPU', unit: '%', better: 'less' },
  ],
  steps: { of: 'clients', values: [1, 4, 16], quick: [1] },
});
const record = toyRecord(bench, { Sonde: [300, 10], socat: [600, 0], TCP: [1400, -1] }, [1, 4, 16]);

/** Names of the elements that are open at the end, or that were closed in the wrong order; empty for what is well formed. */
function wrongElements(svg: string): string[] {
  const open: string[] = [];
  for (const [, close, name = '', itself] of svg.matchAll(/<(\/?)([a-z]\w*)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/gi)) {
    if (close) {
      if (open.pop() !== name) return [`</${name}>`];
    } else if (!itself) open.push(name);
  }
  return open;
}

test('a plot is an SVG that is well formed, with a line for each contestant and its words escaped', async () => {
  const svg = await plot(bench, record);
  assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.deepEqual(wrongElements(svg), []);
  // What is left when the elements are taken away is text.
  assert.doesNotMatch(
    svg.replaceAll(/<\/?[a-z]\w*(?:\s+[\w:-]+="[^"<]*")*\s*\/?>/gi, ''),
    /[<>]|&(?!amp;|lt;|gt;|quot;|#)/,
  );
  assert.match(svg, /<title>A relay: in &amp; out, CPU against clients<\/title>/);
  for (const word of ['Sonde', 'socat', 'TCP', 'goal', 'in &amp; out, MB/s', 'CPU, %', 'clients', '16']) {
    assert.ok(svg.includes(`>${word}</text>`), word);
  }
});

test('the same figures give the same file', async () => {
  assert.equal(await plot(bench, record), await plot(bench, record));
});
