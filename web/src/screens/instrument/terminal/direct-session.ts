import { directProtocols } from '../../../../../src/model/api/direct-protocol.ts';
import type { DirectClientMessage, DirectServerMessage } from '../../../../../src/model/api/live.ts';
import { API } from '../../../api/client.ts';

interface Hearing {
  readonly onOpened: (message: Extract<DirectServerMessage, { type: 'opened' }>) => void;
  readonly onBytes: (bytes: Uint8Array) => void;
  /** Once; why, in words. */
  readonly onClosed: (reason: string) => void;
}

export interface DirectSession {
  send(message: DirectClientMessage): void;
  /** Leaves in good order: the parameters are brought back. */
  close(): void;
}

const LOST = 'the connection to the server was lost; direct access is left, and the parameters are brought back';

/** Opens a raw terminal to an instrument. */
export function openDirect(
  id: string,
  options: { readonly link?: string; readonly lock?: string | undefined },
  hearing: Hearing,
): DirectSession {
  const query = options.link === undefined ? '' : `?link=${encodeURIComponent(options.link)}`;
  const address = new URL(`${API}/instruments/${id}/direct${query}`, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address, directProtocols(options.lock));
  socket.binaryType = 'arraybuffer';
  let reason = '';
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data !== 'string') return hearing.onBytes(new Uint8Array(data));
    const message: DirectServerMessage = JSON.parse(data);
    if (message.type === 'opened') hearing.onOpened(message);
    if (message.type === 'closed') reason = message.reason;
  });
  socket.addEventListener('close', (event) => hearing.onClosed(reason || event.reason || LOST));
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
  return {
    send: (message) => isOpen() && socket.send(JSON.stringify(message)),
    close() {
      if (isOpen()) socket.send(JSON.stringify({ type: 'close' } satisfies DirectClientMessage));
      else socket.close();
    },
  };
}
