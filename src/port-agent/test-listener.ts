import { toText } from '../kit/bytes.ts';
import type { ReceivedPacket } from './attachment.ts';
import type { LinkCondition } from './link-note.ts';

/** Handlers that remember, and let a test wait for what they hear. */
export function listener() {
  const packets: ReceivedPacket[] = [];
  const states: LinkCondition[] = [];
  const errors: Error[] = [];
  let news = Promise.withResolvers<void>();
  const heard = (): void => {
    news.resolve();
    news = Promise.withResolvers();
  };
  const data = (): string =>
    packets
      .filter(({ packet }) => packet.type === 'DATA_FROM_INSTRUMENT')
      .map(({ packet }) => toText(packet.payload))
      .join('');
  return {
    packets,
    states,
    errors,
    data,
    async until(found: () => boolean): Promise<void> {
      while (!found()) await news.promise;
    },
    handlers: {
      onPackets(more: readonly ReceivedPacket[]) {
        packets.push(...more);
        heard();
      },
      onState(state: LinkCondition) {
        states.push(state);
        heard();
      },
      onLost(error: Error) {
        errors.push(error);
        heard();
      },
    },
  };
}
