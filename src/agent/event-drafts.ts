import { z } from 'zod';
import { SondeError } from '../kit/errors.ts';
import { mapValues } from '../kit/records.ts';
import { toIso } from '../kit/time.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { plain } from '../model/plain.ts';
import { readLinkNote } from '../port-agent/link-note.ts';
import type { Gap } from '../refine/refiner.ts';

type PortAgentNote = Extract<DriverAsyncEvent, { readonly type: 'port_agent' }>;
type ConfigChange = Extract<DriverAsyncEvent, { readonly type: 'config_change' }>;

export const failureOf = (error: Error): { message: string; code?: string } => ({
  message: error.message || error.name,
  ...(error instanceof SondeError && { code: error.code }),
});

/** The same with the function in which it was thrown, and where that stands. */
export function located(error: Error): Error {
  const [, place] = /^\s+at (.+)$/m.exec(error.stack ?? '') ?? [];
  return error instanceof SondeError || place === undefined
    ? error
    : new Error(`${error.message || error.name}, at ${place}`);
}

/** What is to be kept of what a driver tells; of most of it nothing. Direct access is told line by line elsewhere. */
export function draftsOf(event: DriverAsyncEvent): readonly EventDraft[] {
  const { by } = event;
  switch (event.type) {
    case 'state_change': {
      const { state, previous } = event;
      return [{ type: 'state_changed', by, details: { state, ...(previous !== undefined && { previous }) } }];
    }
    case 'config_change':
      return parameterDrafts(event);
    case 'command': {
      const { command, args, outcome, milliseconds, error } = event;
      const details = { command, args: mapValues(args, plain), outcome, milliseconds };
      return [{ type: 'command', by, details: { ...details, ...(error && { error: failureOf(error) }) } }];
    }
    case 'exchange':
      return [{ type: 'exchange', by, details: event.exchange }];
    case 'job': {
      const { job, status, reason } = event;
      return [{ type: 'job', by, details: { job, status, ...(reason !== undefined && { reason }) } }];
    }
    case 'clock_drift':
      return [{ type: 'clock_drift', by, details: { milliseconds: event.milliseconds } }];
    case 'error':
      return [{ type: 'fault', by, details: { during: event.during, error: failureOf(event.error) } }];
    case 'port_agent':
      return [portAgentDraft(event)];
    default:
      return [];
  }
}

/** Samples of a stream have stayed away for longer than they may. */
export function gapDraft({ stream, from, to, log }: Gap): EventDraft {
  return {
    type: 'data_gap',
    by: 'instrument',
    time: to,
    again: true,
    ...(log && { log }),
    details: { stream, from: toIso(from), to: toIso(to), seconds: Number(to - from) / 1e9 },
  };
}

/** What was not known before is one event, a change is one for each parameter. */
function parameterDrafts({ changes, by }: ConfigChange): readonly EventDraft[] {
  const all = Object.entries(changes);
  const first = all.filter(([, { from }]) => from === null);
  const values = Object.fromEntries(first.map(([name, { to }]) => [name, plain(to)]));
  const changed = all.filter(([, { from }]) => from !== null);
  return [
    ...(first.length > 0 ? [{ type: 'parameters_known' as const, by, details: { values } }] : []),
    ...changed.map(([parameter, { from, to }]) => ({
      type: 'parameter_changed' as const,
      by,
      details: { parameter, from: plain(from), to: plain(to) },
    })),
  ];
}

const logGap = z.object({
  fault: z.literal('log_gap'),
  from: z.string(),
  to: z.string(),
  packets: z.number(),
  bytes: z.number(),
  reason: z.string(),
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

function portAgentDraft({ kind, text, time, link, position, again }: PortAgentNote): EventDraft {
  const own = link === undefined ? {} : { link };
  const common = { by: 'port_agent', time, again, ...(position && { log: { ...own, ...position } }) };
  if (kind === 'fault') {
    const gap = logGap.safeParse(parsed(text));
    if (!gap.success) return { ...common, type: 'port_agent_fault', details: { ...own, text } };
    const { fault: _, ...details } = gap.data;
    return { ...common, type: 'log_gap', details: { ...own, ...details } };
  }
  const note = readLinkNote(text);
  if (note === undefined) return { ...common, type: 'port_agent_status', details: { ...own, text } };
  return note.condition === 'connected'
    ? { ...common, type: 'link_up', details: { ...own, to: note.says } }
    : { ...common, type: 'link_down', details: { ...own, reason: note.says } };
}
