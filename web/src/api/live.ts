import type { LiveData, LiveTopic } from '../../../src/model/api/live.ts';
import { type Wanted, writeWanted } from '../../../src/model/api/live-wanted.ts';
import { setServerTime } from '../state/clock.ts';
import { Signal } from '../state/signal.ts';
import { request } from './client.ts';
import { expectServer, heard, isHopeless, lookForServer } from './connection.ts';
import { type SseMessage, sseParser } from './sse.ts';

interface Want {
  readonly topic: LiveTopic;
  /** All where nothing is named. */
  readonly instruments: ReadonlySet<string> | undefined;
  /** Called only with what its topic tells. */
  hear(data: LiveData<LiveTopic>): void;
}

/** What was told meanwhile is not known any more: whoever shows something asks for it anew. */
export const gaps = new Signal<void>();

const wants = new Set<Want>();
const RETRY_MS = 1000;
/** So often it is looked whether the server has been silent for too long. */
const LOOK_MS = 250;
let lastId: string | undefined;
let running: AbortController | undefined;
let restart: ReturnType<typeof setTimeout> | undefined;

/** Hears a topic, of these instruments or of all. Returns the function that ends it. */
export function subscribe<T extends LiveTopic>(
  topic: T,
  instruments: readonly string[] | undefined,
  listener: (data: LiveData<T>) => void,
): () => void {
  const want: Want = { topic, instruments: instruments && new Set(instruments), hear: listener };
  wants.add(want);
  wantsChanged();
  return () => {
    wants.delete(want);
    wantsChanged();
  };
}

/** All that is wanted goes over one connection: browsers allow only six to a server, of all their tabs together. */
function wantsChanged(): void {
  clearTimeout(restart);
  restart = setTimeout(() => {
    if (running !== undefined && running.signal.reason === undefined && written() === following) return;
    running?.abort('wanted something else');
    running = new AbortController();
    void follow(running.signal);
  }, 20);
}

let following = '';
const written = (): string => writeWanted(gathered());

function gathered(): Wanted<LiveTopic> {
  const all = new Map<LiveTopic, 'all' | Set<string>>();
  for (const { topic, instruments } of wants) {
    const before = all.get(topic);
    if (instruments === undefined || before === 'all') all.set(topic, 'all');
    else all.set(topic, new Set([...(before ?? []), ...instruments]));
  }
  return all;
}

async function follow(signal: AbortSignal): Promise<void> {
  if (following === '') expectServer();
  following = written();
  while (!signal.aborted && following !== '') {
    const attempt = new AbortController();
    const begun = Date.now();
    const watch = setInterval(() => {
      lookForServer();
      if (isHopeless(begun)) attempt.abort('nothing came');
    }, LOOK_MS);
    try {
      await hearStream(AbortSignal.any([signal, attempt.signal]));
    } catch {
      // The connection's own state says it; what was missed is told by the next one.
    } finally {
      // Where a message could not be taken, the connection still stands.
      attempt.abort('over');
    }
    if (!signal.aborted) await pause(RETRY_MS, signal);
    clearInterval(watch);
  }
}

async function hearStream(signal: AbortSignal): Promise<void> {
  const headers: Record<string, string> = { accept: 'text/event-stream' };
  if (lastId !== undefined) headers['last-event-id'] = lastId;
  const { body } = await request(`/live?topics=${encodeURIComponent(following)}`, { headers, signal });
  if (body === null) return;
  const parse = sseParser();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    heard();
    for (const message of parse(piece.value)) dispatch(message);
  }
}

function dispatch({ event, data, id }: SseMessage): void {
  if (id !== undefined) lastId = id;
  if (event === 'gap') gaps.tell();
  if (data === '') return;
  const told = JSON.parse(data);
  if (event === 'beat') setServerTime(told.time);
  for (const { topic, instruments, hear } of [...wants]) {
    if (topic === event && (instruments === undefined || instruments.has(told.instrument ?? told.id))) {
      hear(told);
    }
  }
}

/** Waits; over at once where the signal aborts or the machine has a network again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      removeEventListener('online', over);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    addEventListener('online', over);
    signal.addEventListener('abort', over);
  });
}
