import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { toBytes, toText } from '../kit/bytes.ts';
import { ConfigError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { fromIso, fromMillis } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { exchangesIn, readTraffic } from './exchanges.ts';
import { serveRecordedDialogue } from './recorded-dialogue.ts';

const START = fromIso('2026-01-01T00:00:00Z');

/** A log of what was said (`>`) and what came (`<`), at so many ms. */
async function logOf(t: TestContext, said: readonly (readonly [ms: number, direction: '<' | '>', text: string])[]) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-recorded-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'session.datalog');
  const packets = said.map(([ms, direction, text]) => {
    const type = direction === '<' ? 'DATA_FROM_INSTRUMENT' : 'DATA_FROM_DRIVER';
    return encodePacket(type, toBytes(text), START + fromMillis(ms));
  });
  await writeFile(file, Buffer.concat(packets));
  return file;
}

/** A client that collects what it hears. */
async function client(t: TestContext, port: number) {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  const looking = new Set<() => void>();
  socket.on('data', (bytes) => {
    heard += toText(bytes);
    for (const look of [...looking]) look();
  });
  t.after(() => socket.destroy());
  return {
    say: (text: string) => socket.write(text),
    hears: (wanted: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!heard.includes(wanted)) return;
          looking.delete(look);
          heard = heard.slice(heard.indexOf(wanted) + wanted.length);
          resolve();
        };
        looking.add(look);
        look();
      }),
  };
}

test('what was typed in pieces and came back is one line, with all that followed', async (t) => {
  const file = await logOf(t, [
    [0, '<', 'T=1\r\n'],
    [10, '>', 'd'],
    [11, '<', 'd'],
    [20, '>', 's\r\n'],
    [21, '<', 's\r\nidle\r\n'],
    [40, '<', 'S>'],
    [50, '>', '\r\n'],
    [51, '<', '\r\nS>'],
    [60, '>', '\x1b'],
    [70, '>', 'MC'],
    [71, '<', '\x06\x06'],
  ]);
  const exchanges = exchangesIn(await readTraffic(file));
  assert.deepEqual(
    exchanges.map(({ sent, echoed, received }) => [
      toText(sent),
      echoed,
      received.map(({ after, bytes }) => `${Math.round(after)} ${toText(bytes)}`),
    ]),
    [
      ['', false, ['0 T=1\r\n']],
      ['ds\r\n', true, ['1 d', '1 s\r\nidle\r\n', '20 S>']],
      ['\r\n', false, ['1 \r\nS>']],
      ['\x1bMC', false, ['1 \x06\x06']],
    ],
  );
});

test('it answers what was said then, at the pace of then, and in turn', async (t) => {
  const file = await logOf(t, [
    [0, '>', 'ts\r\n'],
    [100, '<', '1.5\r\nS>'],
    [200, '>', 'ts\r\n'],
    [210, '<', '2.5\r\nS>'],
    [300, '>', 'go\r\n'],
    [1300, '<', '3.5\r\n'],
  ]);
  const clock = new FakeClock();
  const unknown = Promise.withResolvers<string>();
  const served = await serveRecordedDialogue({ file, tcp: 0, clock, onUnknown: unknown.resolve });
  t.after(() => served[Symbol.asyncDispose]());
  const { say, hears } = await client(t, served.port);
  const ask = async (line: string, wanted: string): Promise<void> => {
    say(line);
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(1000);
    await hears(wanted);
  };
  await ask('ts\r\n', '1.5\r\nS>');
  await ask('ts\r', '2.5\r\nS>');
  await ask('go\n', '3.5\r\n');
  await ask('ts\r\n', '1.5\r\nS>');
  say('what\r\n');
  assert.equal(await unknown.promise, 'what\\r\\n');
});

test('what came back while it was recorded comes back at once', async (t) => {
  const file = await logOf(t, [
    [0, '>', 'ts\r\n'],
    [0, '<', 'ts\r\n1.5\r\nS>'],
  ]);
  const served = await serveRecordedDialogue({ file, tcp: 0 });
  t.after(() => served[Symbol.asyncDispose]());
  const { say, hears } = await client(t, served.port);
  say('t');
  await hears('t');
  say('s');
  await hears('s');
  say('\r\n');
  await hears('\r\n1.5\r\nS>');
});

test('a file in which nothing was said is refused', async (t) => {
  const file = await logOf(t, [[0, '>', 'ts\r\n']]);
  await assert.rejects(serveRecordedDialogue({ file, tcp: 0 }), ConfigError);
  await assert.rejects(serveRecordedDialogue({ file: '/no/such/file', tcp: 0 }), ConfigError);
});
