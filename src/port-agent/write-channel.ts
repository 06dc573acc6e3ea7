import { ConnectionError } from '../kit/errors.ts';
import { type AttachmentTarget, SEND_LIMIT } from './attachment.ts';
import { beginRequest } from './http-client.ts';
import { LEASE_HEADER } from './http-write.ts';
import { lineSplitter } from './line-splitter.ts';
import { takeEach } from './take-each.ts';

/** A long-lived `POST /write`: bytes to the device, and what became of them. */
export interface WriteChannel {
  /** The token of the lease; absent when none was asked for. */
  readonly lease: string | undefined;
  readonly open: boolean;
  /** Resolves when the port agent has logged the bytes and written them to the device; rejects with its reason when it did not. */
  send(bytes: Uint8Array): Promise<void>;
}

interface Pending {
  /** How many of its bytes are not yet told of. */
  left: number;
  refused: string | undefined;
  readonly settle: (refused: string | undefined) => void;
}

const LONGEST_OUTCOME = 4096;

/** Opens the channel; with `exclusive` it holds the writer's lease. A `StateError` when somebody else does. Calls `onEnd` when it ends. */
export async function openWriteChannel(
  target: AttachmentTarget,
  port: number,
  { exclusive, owner }: { readonly exclusive: boolean; readonly owner: string },
  onEnd: (error: Error) => void,
): Promise<WriteChannel> {
  const query = new URLSearchParams({ owner, ...(exclusive && { exclusive: '1' }) });
  const { request, response } = await beginRequest(target, port, 'POST', `/write?${query}`);
  const pending: Pending[] = [];
  let waiting = 0;
  let open = true;

  /** Gives `count` bytes' fate to those who sent them, oldest first. */
  const account = (count: number, refused: string | undefined): void => {
    let left = count;
    while (left > 0) {
      const first = pending[0];
      if (first === undefined) return;
      const part = Math.min(left, first.left);
      left -= part;
      first.left -= part;
      waiting -= part;
      first.refused ??= refused;
      if (first.left > 0) return;
      pending.shift();
      first.settle(first.refused);
    }
  };

  const end = (cause?: unknown): void => {
    if (!open) return;
    open = false;
    request.destroy();
    const error = new ConnectionError(`port agent ${target.host}:${port}: the connection for writing ended`, { cause });
    for (const { settle } of pending.splice(0)) settle(error.message);
    onEnd(error);
  };

  const split = lineSplitter(LONGEST_OUTCOME);
  takeEach(response, (bytes) => {
    for (const line of split(bytes)) {
      const outcome = 'text' in line ? parseOutcome(line.text) : undefined;
      if (outcome === undefined)
        throw new ConnectionError('the port agent answered a write with something else than its outcome');
      account(outcome.count, outcome.refused);
    }
  }).then(end, end);

  return {
    lease: response.headers[LEASE_HEADER]?.toString(),
    get open() {
      return open;
    },
    async send(bytes) {
      if (bytes.length === 0) return;
      if (!open) throw new ConnectionError(`port agent ${target.host}:${port}: the connection for writing has ended`);
      if (waiting + bytes.length > SEND_LIMIT) {
        throw new ConnectionError(`port agent ${target.host}:${port}: ${waiting} bytes wait to be sent already`);
      }
      waiting += bytes.length;
      const refused = await new Promise<string | undefined>((settle) => {
        pending.push({ left: bytes.length, refused: undefined, settle });
        request.write(bytes);
      });
      if (refused !== undefined) throw new ConnectionError(refused);
    },
  };
}

function parseOutcome(text: string): { readonly count: number; readonly refused: string | undefined } | undefined {
  const outcome: unknown = JSON.parse(text);
  if (typeof outcome !== 'object' || outcome === null) return undefined;
  if ('written' in outcome && typeof outcome.written === 'number')
    return { count: outcome.written, refused: undefined };
  if (!('refused' in outcome && typeof outcome.refused === 'number')) return undefined;
  return { count: outcome.refused, refused: 'reason' in outcome ? String(outcome.reason) : 'refused' };
}
