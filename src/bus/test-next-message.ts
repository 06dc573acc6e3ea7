import type { Bus } from './bus.ts';
import type { Topic, Topics } from './topics.ts';

/** Resolves with the first message that fits: of those that are told from now on. */
export function nextMessage<T extends Topic>(
  bus: Bus,
  topic: T,
  fits: (message: Topics[T]) => boolean = () => true,
): Promise<Topics[T]> {
  const { promise, resolve } = Promise.withResolvers<Topics[T]>();
  const leave = bus.subscribe(topic, (message) => {
    if (!fits(message)) return;
    leave();
    resolve(message);
  });
  return promise;
}
