import { ConnectionError } from '../kit/errors.ts';
import type { Place } from './place.ts';
import { type Sent, send } from './send.ts';

/** Something that a server told by itself (HTML Living Standard, 9.2). */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/** What a stream of lines tells, piece by piece. */
export async function* parseServerEvents(chunks: AsyncIterable<string>): AsyncGenerator<ServerEvent> {
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  let id: string | undefined;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?=.)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { event, data: data.join('\n'), id };
        event = 'message';
        data = [];
      } else {
        const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (name === 'event') event = value;
        else if (name === 'data') data.push(value);
        else if (name === 'id') id = value;
      }
    }
  }
}

/** A server that is there says something each second; one that has said nothing for so long, in ms, is not. */
const PATIENCE = 10_000;

/** Follows a stream of the server until it ends; throws the signal's reason when that aborts, `ConnectionError` when it is cut or falls silent. */
export async function* followEvents(
  place: Place,
  path: string,
  { signal, patience = PATIENCE }: Pick<Sent, 'signal' | 'patience'> = {},
): AsyncGenerator<ServerEvent> {
  const response = await send(place, path, {
    headers: { accept: 'text/event-stream' },
    signal,
    patience,
  });
  response.setEncoding('utf8');
  try {
    yield* parseServerEvents(response);
  } catch (cause) {
    throw signal?.aborted ? signal.reason : new ConnectionError(`${place.name} has gone`, { cause });
  }
}
