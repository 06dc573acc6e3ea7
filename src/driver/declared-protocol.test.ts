import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instrument } from '../definition/instrument.ts';
import { ONLY_LINK } from '../definition/links.ts';
import { vector } from '../instruments/nortek/vector/index.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { ConnectionError, ProtocolError, StateError, TimeoutError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import type { Sample } from '../model/sample.ts';
import { HEADER_SIZE } from '../packet/codec.ts';
import type { Position } from '../packet/position.ts';
import type { ReceivedPacket } from './connection.ts';
import { UnrecognizedStateError } from './declared/discovery.ts';
import { makeMemory } from './declared/memory.ts';
import { compileSieves } from './declared/sieves.ts';
import { DeclaredProtocol } from './declared-protocol.ts';
import { positionIn } from './resume-point.ts';
import { CONFIG, ScriptedConnection } from './test-doubles.ts';
import { Told } from './told.ts';

const DS = toText(Buffer.from(sbe37Smp.simulation.replies.acquire_status ?? ''));
const DC = toText(Buffer.from(sbe37Smp.simulation.replies.acquire_configuration ?? ''));
const CTD = `${toText(Buffer.from(sbe37Smp.simulation.records.ctd ?? '')).trim()}\r\n`;
const PROMPT = 'S>';

type Answer = string | undefined | (() => string | undefined);

/** A protocol that talks with a script: what a line is answered with. A line without an answer meets silence. */
async function scene(script: Record<string, Answer> = {}, more: { definition?: Instrument; from?: Position } = {}) {
  const { definition = sbe37Smp, from } = more;
  const clock = new FakeClock('2026-03-01T12:00:00.500Z');
  const connection = new ScriptedConnection(CONFIG);
  const told = new Told();
  const answers = new Map<string, Answer>(Object.entries({ '': PROMPT, ds: DS + PROMPT, dc: DC + PROMPT, ...script }));
  connection.onSend = (bytes) => {
    const line = toText(bytes).replace(/\r\n$/, '');
    const answer = answers.get(line);
    const reply = typeof answer === 'function' ? answer() : answer;
    const echo = definition.dialogue.echo === 'none' ? '' : `${line}\r\n`;
    if (reply !== undefined) setImmediate(() => connection.bring(echo + reply, clock));
  };
  const protocol = new DeclaredProtocol({
    definition,
    instrument: 'unit',
    clock,
    connection,
    from,
    announce: told.hear,
    sieves: compileSieves(definition)(),
    memory: makeMemory(definition, clock, told.hear),
  });
  await protocol.attach();
  /** Lets the clock go on until the work is done. */
  const during = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => {});
    while (!done) await clock.advance(100);
    return finished;
  };
  const sent = (): string[] => connection.sent.map(toText);
  return { protocol, connection, clock, told, answers, sent, during };
}

const inCommand = async (script: Record<string, Answer> = {}) => {
  const made = await scene(script);
  assert.equal(await made.during(made.protocol.execute('discover')), 'command');
  made.connection.sent.length = 0;
  made.told.forget();
  return made;
};

test('discover listens, wakes and asks; one that answers nothing cannot be roused', async () => {
  const { protocol, sent, during, answers } = await scene();
  assert.equal(await during(protocol.execute('discover')), 'command');
  assert.deepEqual(sent(), ['\r\n', 'ds\r\n']);
  answers.clear();
  const dead = await scene({ '': undefined });
  await assert.rejects(dead.during(dead.protocol.execute('discover')), TimeoutError);
  assert.equal(dead.protocol.currentState, 'unknown');
});

test('discover is content with samples that come by themselves', async () => {
  const { protocol, sent, clock, connection } = await scene();
  const found = protocol.execute('discover');
  await clock.advance(1_500);
  connection.bring(CTD, clock);
  assert.equal(await found, 'autosample');
  await clock.advance(10_000);
  connection.bring(CTD, clock);
  assert.equal(await protocol.execute('discover'), 'autosample');
  assert.deepEqual(sent(), []);
});

test('a reply that shows no known state is a StateError with the reply', async () => {
  const { protocol, during } = await scene({ ds: `all is well\r\n${PROMPT}` });
  await assert.rejects(during(protocol.execute('discover')), (error) => {
    assert(error instanceof UnrecognizedStateError && error instanceof StateError);
    assert.match(error.message, /none of the states command, autosample: .*all is well/);
    return true;
  });
  assert.equal(protocol.currentState, 'unknown');
});

test('what the instrument refuses is a ProtocolError with both texts, and what is known is read back', async () => {
  const { protocol, during, sent } = await inCommand({ 'NAVG=9': PROMPT, 'SYNCWAIT=9': `?cmd ${PROMPT}` });
  await assert.rejects(during(protocol.set({ navg: 9, sync_wait: 9 })), (error) => {
    assert(error instanceof ProtocolError);
    assert.match(error.sent, /SYNCWAIT=9/);
    assert.match(error.reply, /\?cmd/);
    return true;
  });
  assert.deepEqual(sent(), ['NAVG=9\r\n', 'SYNCWAIT=9\r\n', 'ds\r\n']);
});

test('a refusal half-way says what was set before it and what was not sent, even when reading back fails', async () => {
  const script: Record<string, Answer> = { 'INTERVAL=9': PROMPT, 'NAVG=9': `?cmd ${PROMPT}` };
  const { protocol, during, answers, sent } = await inCommand(script);
  const refused = /not take navg \(set before it: interval; not sent: sync_wait\): sent 'NAVG=9', .*\?cmd/;
  await assert.rejects(during(protocol.set({ interval: 9, navg: 9, sync_wait: 9 })), refused);
  assert.deepEqual(sent(), ['INTERVAL=9\r\n', 'NAVG=9\r\n', 'ds\r\n']);
  answers.set('NAVG=9', () => {
    answers.delete('ds');
    return `?cmd ${PROMPT}`;
  });
  answers.set('ds', DS + PROMPT);
  await assert.rejects(during(protocol.set({ interval: 9, navg: 9, sync_wait: 9 })), refused);
});

test('what reads back different is a ProtocolError that names it', async () => {
  const { protocol, during } = await inCommand({ 'NAVG=9': PROMPT });
  await assert.rejects(during(protocol.set({ navg: 9 })), /navg shows \d+ after 9 was set: sent 'NAVG=9/);
});

test('a configuration that cannot be read now is not written as it was before', async () => {
  const gc = toText(Buffer.from(vector.simulation.replies.read_user_configuration ?? ''));
  const clock = '\x00'.repeat(6);
  const script: Record<string, Answer> = { II: '\x02\x00\x06\x06', GC: `${gc}\x06\x06`, RC: `${clock}\x06\x06` };
  const { protocol, during, answers, sent } = await scene(script, { definition: vector });
  await during(protocol.execute('discover'));
  await during(protocol.get(['transmit_pulse_length']));
  answers.set('GC', `~~~~${gc.slice(4)}\x06\x06`);
  await assert.rejects(
    during(protocol.set({ transmit_pulse_length: 77 })),
    (error) =>
      error instanceof ProtocolError && /no 512 bytes .* are a user_configuration with a right/.test(error.message),
  );
  assert.equal(sent().filter((line) => line.startsWith('CC')).length, 0);
});

test('a sample that nobody asked for leads to the streaming state', async () => {
  const { protocol, connection, clock, told } = await inCommand();
  await clock.advance(30_000);
  connection.bring(CTD, clock);
  await told.until(() => protocol.currentState === 'autosample');
  assert.deepEqual(told.states, ['autosample']);
});

test('a sample that comes too late for the command that asked for it does not', async () => {
  const { protocol, connection, clock, told, during } = await inCommand({ ts: undefined });
  await assert.rejects(during(protocol.execute('acquire_sample')), TimeoutError);
  await clock.advance(30_000);
  connection.bring(CTD, clock);
  await clock.advance(0);
  assert.equal(protocol.currentState, 'command');
  connection.bring(CTD, clock);
  await told.until(() => protocol.currentState === 'autosample');
});

test('the sample that a command yields may come after the acknowledgement', async () => {
  const { protocol, connection, clock, during } = await inCommand({ ts: PROMPT });
  const acquiring = protocol.execute('acquire_sample');
  await clock.advance(3_000);
  connection.bring(CTD, clock);
  const sample = await during(acquiring);
  assert(typeof sample === 'object' && sample !== null && 'stream' in sample);
  assert.equal(sample.stream, 'ctd');
});

test('a command may bring a sample of one stream or of another', async () => {
  const acquire_sample = { ...sbe37Smp.commands.acquire_sample, yields: ['device_status', 'ctd'] };
  const definition: Instrument = { ...sbe37Smp, commands: { ...sbe37Smp.commands, acquire_sample } };
  const { protocol, during } = await scene({ ts: CTD + PROMPT }, { definition });
  assert.equal(await during(protocol.execute('discover')), 'command');
  const sample = await during(protocol.execute('acquire_sample'));
  assert(typeof sample === 'object' && sample !== null && 'stream' in sample);
  assert.equal(sample.stream, 'ctd');
  assert.equal(protocol.currentState, 'command');
});

test('a command that its instrument overheard is sent once more; then it is a ProtocolError', async () => {
  let asked = 0;
  const logging = DS.replace(/not logging.*/, 'logging data');
  const { protocol, during, sent } = await inCommand({
    startnow: 'start now',
    ds: () => (++asked > 2 ? logging : DS) + PROMPT,
  });
  await during(protocol.execute('start_autosample'));
  assert.equal(protocol.currentState, 'autosample');
  assert.equal(sent().filter((line) => line === 'startnow\r\n').length, 2);

  const deaf = await inCommand({ startnow: 'start now' });
  await assert.rejects(deaf.during(deaf.protocol.execute('start_autosample')), /did not lead to 'autosample'/);
  assert.equal(deaf.protocol.currentState, 'command');
});

test('a parameter that a command requires is set first', async () => {
  let real_time = false;
  const ds = (): string =>
    (real_time ? DS : DS.replace('transmit real-time data', 'do not transmit real-time data')) + PROMPT;
  const { protocol, during, sent } = await inCommand({
    ds,
    startnow: 'start now',
    'TXREALTIME=y': () => {
      real_time = true;
      return PROMPT;
    },
  });
  await assert.rejects(during(protocol.execute('start_autosample')), ProtocolError);
  assert.deepEqual(sent().slice(0, 3), ['TXREALTIME=y\r\n', 'ds\r\n', 'startnow\r\n']);
});

test('an instrument that died in direct access holds nobody there, and is restored when it is back', async () => {
  let interval = 60;
  const ds = (): string => DS.replace(/interval = \d+/, `interval = ${interval}`) + PROMPT;
  const set = (value: number) => () => {
    interval = value;
    return PROMPT;
  };
  const { protocol, during, sent, told, answers } = await inCommand({ ds, 'INTERVAL=60': set(60) });
  await during(protocol.execute('start_direct'));
  interval = 99;
  answers.delete('');
  answers.delete('ds');
  await assert.rejects(during(protocol.execute('stop_direct')), TimeoutError);
  assert.equal(protocol.currentState, 'unknown');
  answers.set('', PROMPT).set('ds', ds);
  await during(protocol.execute('discover'));
  assert.equal(interval, 60);
  assert.deepEqual(sent().slice(-2), ['INTERVAL=60\r\n', 'ds\r\n']);
  assert.deepEqual(told.errors, []);
});

test('a restore that met silence is tried again, but not over what was set since', async () => {
  let [interval, navg] = [60, 4];
  const ds = (): string =>
    DS.replace(/interval = \d+/, `interval = ${interval}`).replace(/average = \d+/, `average = ${navg}`) + PROMPT;
  const script: Record<string, Answer> = { ds };
  for (const value of [60, 10]) {
    script[`INTERVAL=${value}`] = () => {
      interval = value;
      return PROMPT;
    };
  }
  const { protocol, during, told, answers } = await inCommand(script);
  await during(protocol.execute('start_direct'));
  [interval, navg] = [99, 5];
  await during(protocol.execute('stop_direct'));
  assert.match(String(told.errors), /NAVG=4/);
  assert.deepEqual([interval, navg], [60, 5]);
  await during(protocol.set({ interval: 10 }));
  answers.set('NAVG=4', () => {
    navg = 4;
    return PROMPT;
  });
  await protocol.reset();
  await during(protocol.execute('discover'));
  assert.deepEqual([interval, navg], [10, 4]);
});

test('a sample that somebody asked for by hand is not taken for streaming when direct access ends', async () => {
  const { protocol, clock, connection, during, told } = await inCommand();
  await during(protocol.execute('start_direct'));
  await protocol.executeDirect(toBytes('ts\r\n'));
  await clock.advance(1_500);
  connection.bring(CTD, clock);
  assert.equal(await during(protocol.execute('stop_direct')), 'command');
  assert.deepEqual(told.states, ['direct_access', 'command']);
});

test('a lost instrument breaks off a self test without another word to it', async () => {
  const { protocol, sent, clock, connection, told } = await inCommand({ tt: '12.3456\r\n12.3457\r\n' });
  const testing = protocol.execute('test_temperature');
  const failed = assert.rejects(testing, ConnectionError);
  await told.until(() => protocol.currentState === 'test');
  await clock.advance(500);
  connection.become('disconnected');
  await failed;
  assert.equal(protocol.currentState, 'unknown');
  assert.deepEqual(sent(), ['tt\r\n']);
});

test('an aborted self test is told to stop', async () => {
  const { protocol, sent, clock, told, during, answers } = await inCommand({ tt: '12.3456\r\n12.3457\r\n' });
  answers.set('\x1b', PROMPT);
  const controller = new AbortController();
  const failed = assert.rejects(
    during(protocol.execute('test_temperature', {}, { signal: controller.signal })),
    /enough/,
  );
  await told.until(() => protocol.currentState === 'test');
  await clock.advance(500);
  controller.abort(new Error('enough'));
  await failed;
  assert.deepEqual([protocol.currentState, sent()], ['command', ['tt\r\n', '\x1b']]);
});

test('the clock is set on the edge of a second, and a clock that will not be set is a ProtocolError', async () => {
  const made = await inCommand();
  const at: number[] = [];
  const bring = made.connection.onSend;
  made.connection.onSend = (bytes) => {
    if (toText(bytes).startsWith('HHMMSS=')) at.push(made.clock.elapsed());
    made.answers.set(toText(bytes).trim(), made.answers.get(toText(bytes).trim()) ?? PROMPT);
    bring?.(bytes);
  };
  await assert.rejects(made.during(made.protocol.execute('clock_sync')), /the clock is -\d+ ms off after it was set/);
  // The clock of the scene began half a second past.
  assert.equal((at[0]! + 500) % 1000, 0);
  assert.deepEqual(
    made.sent().filter((line) => line.startsWith('MMDDYY=')),
    ['MMDDYY=030126\r\n'],
  );
});

/** Samples as a log of packets, cut anywhere. */
function logged(text: string, cuts: readonly number[]): ReceivedPacket[] {
  const packets: ReceivedPacket[] = [];
  let offset = 0;
  for (const [i, cut] of cuts.entries()) {
    const payload = toBytes(text.slice(cut, cuts[i + 1]));
    const packet = { type: 'DATA_FROM_INSTRUMENT', time: 0n, payload } as const;
    packets.push({ packet, position: { day: '2026-03-01', offset }, live: false });
    offset += HEADER_SIZE + payload.length;
  }
  return packets;
}

test('whoever goes on from a resume position gets every sample once, wherever the log was cut', async () => {
  const text = Array.from({ length: 6 }, (_, i) => CTD.replace(/\d\d\.\d+/, `${10 + i}.0000`)).join('');
  for (let size = 7; size < 200; size += 31) {
    const cuts = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => i * size);
    const packets = logged(text, cuts);
    for (let stop = 0; stop <= packets.length; stop++) {
      const before = await scene();
      before.connection.handlers?.onPackets(packets.slice(0, stop));
      const resume = positionIn(before.protocol.resume, ONLY_LINK);
      // What stands in the log at that position is sent again from the packet that contains it.
      const after = await scene({}, resume ? { from: resume } : {});
      const rest = packets.filter(({ position, packet }) => {
        const end = position!.offset + HEADER_SIZE + packet.payload.length;
        return resume === undefined || end > resume.offset;
      });
      after.connection.handlers?.onPackets(rest);
      const samples: Sample[] = [...before.told.samples, ...after.told.samples];
      assert.deepEqual(
        samples.map(({ values }) => values.temp),
        [10, 11, 12, 13, 14, 15],
        `cut every ${size}, stopped after ${stop}`,
      );
    }
  }
});

test('what is caught up with yields samples, and is no reply and no news', async () => {
  const { protocol, connection, told } = await inCommand();
  connection.handlers?.onPackets(logged(CTD, [0]));
  assert.equal(told.samples.length, 1);
  assert.equal(protocol.currentState, 'command');
});

test('an instrument is not disturbed while what it sent before is caught up with, however long that takes', async () => {
  const { protocol, connection, clock, sent } = await scene();
  const caughtUp = Promise.withResolvers<void>();
  connection.caughtUp = caughtUp.promise;
  const found = protocol.execute('discover');
  connection.handlers?.onPackets(logged(CTD, [0]));
  await clock.advance(60_000);
  caughtUp.resolve();
  await clock.advance(0);
  connection.bring(CTD, clock);
  assert.equal(await found, 'autosample');
  assert.deepEqual(sent(), []);
});
