import type { Bus } from '../bus/bus.ts';
import type { Topic, Topics } from '../bus/topics.ts';

/** Resolves when something is told, or holds already. */
export async function until<T extends Topic>(
  bus: Bus,
  topic: T,
  isIt: (message: Topics[T]) => boolean,
  holds: () => Promise<boolean> | boolean = () => false,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const leave = bus.subscribe(topic, (message) => {
    if (isIt(message)) resolve();
  });
  try {
    if (!(await holds())) await promise;
  } finally {
    leave();
  }
}
