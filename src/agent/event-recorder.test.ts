import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProtocolError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { fromIso } from '../kit/time.ts';
import type { DriverAsyncEvent, Exchange } from '../model/driver-event.ts';
import { type EventDraft, toEvent } from '../model/event-draft.ts';
import { nullEvents } from '../store/events/event-sink.ts';
import { EventRecorder } from './event-recorder.ts';

const ADA = 'ada@nansen sonde direct';
const NOW = fromIso('2026-11-22T12:00:00Z');

function scene(ownsPortAgent = true) {
  const clock = new FakeClock();
  const drafts: EventDraft[] = [];
  const events = { ...nullEvents, record: (draft: EventDraft) => void drafts.push(draft) };
  const recorder = new EventRecorder({ events, clock, ownsPortAgent });
  const lines = (): string[] =>
    drafts.map((draft) => {
      const { type, level, by, text } = toEvent(draft, 'ctd', NOW);
      return `${type} ${level} ${by}: ${text}`;
    });
  return { clock, recorder, drafts, lines };
}

const typed = (sent: string): DriverAsyncEvent => {
  const exchange: Exchange = {
    command: 'direct_access',
    sent,
    received: '',
    ended: 'nothing awaited',
    milliseconds: 0,
  };
  return { type: 'exchange', exchange, by: ADA };
};
const portAgent = (kind: 'status' | 'fault', text: string): DriverAsyncEvent => ({
  type: 'port_agent',
  kind,
  text,
  time: NOW,
  again: false,
  position: { day: '2026-11-22', offset: 96 },
});

test('what is typed into a raw terminal is told by the line, with what came of it', async () => {
  const { clock, recorder, lines } = scene();
  recorder.hear({ type: 'state_change', state: 'direct_access', previous: 'command', by: ADA });
  for (const key of ['d', 's', '\\r\\n']) recorder.hear(typed(key));
  recorder.hear({ type: 'direct_access', bytes: Buffer.from('ds\r\nSBE37') });
  await clock.advance(1200);
  recorder.hear({ type: 'direct_access', bytes: Buffer.from('\r\nS>') });
  recorder.hear(typed('ts\\r'));
  await clock.advance(800);
  recorder.hear({ type: 'state_change', state: 'command', previous: 'direct_access', by: ADA });
  assert.deepEqual(lines(), [
    `state_changed info ${ADA}: from command to direct_access`,
    `direct_access_begun info ${ADA}: direct access began`,
    `exchange info ${ADA}: 'ds\\r\\n' → 'ds\\r\\nSBE37\\r\\nS>' (nothing awaited, 1.2 s)`,
    `state_changed info ${ADA}: from direct_access to command`,
    `exchange info ${ADA}: 'ts\\r' → '' (nothing awaited, 800 ms)`,
    `direct_access_ended info ${ADA}: direct access ended after 2.0 s`,
  ]);
});

test('a gap of the log, and a link that comes and goes, are told with their place in the log', () => {
  const { recorder, drafts, lines } = scene();
  // As the log writer leaves them: packet/losses.ts, port-agent/link-note.ts.
  recorder.hear(portAgent('status', 'LINK_UP tcp://10.0.0.12:4001'));
  recorder.hear(portAgent('status', 'LINK_DOWN ECONNRESET'));
  recorder.hear(portAgent('status', 'BREAK 1000'));
  recorder.hear(
    portAgent('fault', '{"fault":"log_gap","from":"A","to":"B","packets":3,"bytes":120,"reason":"ENOSPC"}'),
  );
  recorder.hear(portAgent('fault', '{"other":1}'));
  assert.deepEqual(lines(), [
    'link_up info port_agent: the port agent is connected: tcp://10.0.0.12:4001',
    'link_down warning port_agent: the port agent is not connected: ECONNRESET',
    'port_agent_status info port_agent: the port agent says: BREAK 1000',
    'log_gap error port_agent: the log lacks 120 bytes from A to B: ENOSPC',
    'port_agent_fault error port_agent: the port agent has a fault: {"other":1}',
  ]);
  assert.ok(drafts.every(({ log, time }) => log?.offset === 96 && time === NOW));
});

test('what a port agent says of itself is told of the instrument that it belongs to, not of one behind it', () => {
  const { recorder, drafts } = scene(false);
  recorder.hear(portAgent('status', 'LINK_DOWN ECONNRESET'));
  assert.deepEqual(drafts, []);
});

test('what was not known before is one event, and each change is one', () => {
  const { recorder, lines } = scene();
  const changes = {
    interval: { from: 60, to: 30 },
    gain: { from: null, to: 2 },
    key: { from: null, to: Buffer.from('a') },
  };
  recorder.hear({ type: 'config_change', changes, parameters: {}, by: 'startup' });
  assert.deepEqual(lines(), [
    "parameters_known info startup: first known: gain=2, key='YQ=='",
    'parameter_changed info startup: interval changed from 60 to 30',
  ]);
});

test('a command that failed is a warning, a fault of the driver an error, and both say why', () => {
  const { recorder, lines, drafts } = scene();
  const error = new ProtocolError('refused', 'interval=0', '?CMD');
  const report = { command: 'set', args: { interval: 0 }, outcome: 'failed', milliseconds: 40 } as const;
  recorder.hear({ type: 'command', ...report, error, by: ADA });
  recorder.hear({ type: 'error', error, during: 'looking for jobs that wait' });
  assert.deepEqual(lines(), [
    `command warning ${ADA}: set interval=0 failed after 40 ms: ${error.message}`,
    `fault error driver: looking for jobs that wait: ${error.message}`,
  ]);
  assert.deepEqual(drafts[1]?.details, {
    during: 'looking for jobs that wait',
    error: { message: error.message, code: 'protocol' },
  });
});

test('samples that cannot be written are told once, and once that they are again', async () => {
  const { recorder, lines } = scene();
  const checkpoint = recorder.watched({ read: async () => undefined, write: async () => {} });
  recorder.sinkFailed(new Error('ENOSPC'));
  recorder.sinkFailed(new Error('ENOSPC'));
  for (let times = 0; times < 2; times++) await checkpoint.write({ resume: { day: '2026-11-22', offset: 0 } });
  assert.deepEqual(lines(), [
    'sink_failing error driver: samples cannot be written: ENOSPC',
    'sink_working info driver: samples are written again',
  ]);
});
