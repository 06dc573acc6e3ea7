import type { Nanos } from '../kit/time.ts';
import type { Recorder } from './recorder.ts';
import { sniffLine } from './sniff-line.ts';
import { type ListenOptions, TcpPort } from './tcp-port.ts';

export interface SniffPort {
  readonly port: number;
  readonly clients: TcpPort['clients'];
  /** Shows a packet that is not in the log. */
  show(type: number, time: Nanos, payload: Uint8Array): void;
  close(): Promise<void>;
}

const TYPE_AT = 3;

/** Every packet as a line of text, for people. What a client sends is ignored. */
export async function openSniffPort({
  recorder,
  ...options
}: ListenOptions & { readonly recorder: Recorder }): Promise<SniffPort> {
  const port = await TcpPort.open({ ...options, what: 'sniff' });
  recorder.writer.onWritten((batch) => {
    if (!port.isWatched) return;
    port.broadcast(
      batch.map(({ packet: { bytes, time, payload } }) => sniffLine(bytes[TYPE_AT]!, time, payload)).join(''),
    );
  });
  return {
    port: port.port,
    get clients() {
      return port.clients;
    },
    show: (type, time, payload) => port.broadcast(sniffLine(type, time, payload)),
    close: () => port.close(),
  };
}
