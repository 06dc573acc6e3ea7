import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../test-server.ts';
import { until } from '../test-until.ts';

/** The values of a family, by their labels. */
const family = (text: string, name: string): Map<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line === name || line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(name.length, at), Number(line.slice(at + 1))];
      }),
  );

test('Prometheus is told of the program, its server and its instruments, in its own conventions', async (t) => {
  const own = await testServer({ instruments: { ctd: 'sea_bird.sbe37_smp' } });
  t.after(() => own[Symbol.asyncDispose]());
  await until(
    own.bus,
    'summary',
    ({ state }) => state === 'command',
    async () => (await own.bus.find('instrument', 'ctd')?.summary())?.state === 'command',
  );
  const found = await own.ask('POST', '/instruments/ctd/discover', { wait: 30 });
  assert.equal(found.json.state, 'done', found.text);
  const response = await fetch(`${own.origin}/metrics`);
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  assert.equal(family(text, 'sonde_instrument_connected').get('{instrument="ctd"}'), 1);
  assert.equal(family(text, 'sonde_jobs_total').get('{instrument="ctd",state="done"}'), 1);
  assert.ok(family(text, 'sonde_instrument_received_bytes_total').get('{instrument="ctd"}')! > 0);
  assert.ok(family(text, 'sonde_process_resident_memory_bytes').get('')! > 10e6);
  assert.ok(family(text, 'sonde_http_responses_total').get('{status="2xx"}')! >= 1);
  for (const line of text.trimEnd().split('\n'))
    assert.match(line, /^(# (HELP|TYPE) sonde_[a-z0-9_]+ .+|sonde_[a-z0-9_]+(\{([a-z]+="[^"]*",?)+\})? -?[\d.e+-]+)$/);
  // A family has a type that its name keeps to: https://prometheus.io/docs/practices/naming/
  for (const [, name, type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm))
    assert.equal(name!.endsWith('_total'), type === 'counter', name);
});

test('a token that is for one instrument is told of no other', async (t) => {
  const own = await testServer({ instruments: { one: 'nortek.vector', two: 'nortek.vector' } });
  t.after(() => own[Symbol.asyncDispose]());
  const token = await own.ask('POST', '/tokens', { name: 'prometheus', role: 'viewer', instruments: ['two'] });
  assert.equal(token.status, 201, token.text);
  const response = await fetch(`${own.origin}/metrics`, { headers: { authorization: `Bearer ${token.json.secret}` } });
  const text = await response.text();
  assert.ok(text.includes('instrument="two"'));
  assert.ok(!text.includes('instrument="one"'));
});
