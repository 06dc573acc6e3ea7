import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../test-server.ts';
import { until } from '../test-until.ts';

interface Heard {
  readonly id: string;
  readonly position: string;
  readonly text: string;
}

/** The entries that come, one after the other. */
async function* entries(response: Response): AsyncGenerator<Heard> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [, id, data] = /^id: (.+)\nevent: entry\ndata: (.+)$/.exec(event) ?? [];
      if (id === undefined || data === undefined) continue;
      const { position, bytes } = JSON.parse(data);
      yield { id, position, text: Buffer.from(bytes, 'base64').toString('latin1') };
    }
  }
}

test('what goes over the line is told as it is logged, and goes on behind the last that was heard', async (t) => {
  const own = await testServer({ instruments: { ctd: 'sea_bird.sbe37_smp' } });
  t.after(() => own[Symbol.asyncDispose]());
  const service = () => own.bus.find('instrument', 'ctd')!;
  const isReady = async () => (await service().summary()).state === 'command';
  await until(own.bus, 'summary', ({ state }) => state === 'command', isReady);
  const follow = async (headers: Readonly<Record<string, string>> = {}) => {
    const stop = new AbortController();
    t.after(() => stop.abort());
    const response = await fetch(`${own.origin}/api/v1/instruments/ctd/transcript/live`, {
      headers,
      signal: stop.signal,
    });
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    return { heard: entries(response), stop };
  };
  const first = await follow();
  // Each is sent, and answered.
  for (let i = 0; i < 2; i++) await own.ask('POST', '/instruments/ctd/commands/acquire_status', { wait: 30 });
  const told: Heard[] = [];
  for await (const entry of first.heard) {
    told.push(entry);
    if (told.length === 4) break;
  }
  assert.ok(told.some(({ text }) => text.includes('\r\n')));
  const page = await own.ask('GET', `/instruments/ctd/transcript?from=${told[0]!.position}&limit=4`);
  assert.deepEqual(
    page.json.entries.map(({ position }: { position: string }) => position),
    told.map(({ position }) => position),
  );
  const second = await follow({ 'last-event-id': told[1]!.id });
  const { value } = await second.heard.next();
  assert.equal(value?.position, told[2]!.position);
  assert.ok(own.server.traffic.liveClients >= 1);
});
