import { Listeners } from '../kit/listeners.ts';
import type { Bus } from './bus.ts';
import type { ServiceName, Services } from './services.ts';
import type { Topic, Topics } from './topics.ts';

type Offered = { [S in ServiceName]?: Map<string, Services[S]> };
type Heard = { [T in Topic]?: Listeners<Topics[T]> };

/** A bus within this process. */
export function localBus(): Bus {
  const offered: Offered = {};
  const heard: Heard = {};
  const servicesOf = <S extends ServiceName>(name: S): Map<string, Services[S]> => {
    const own: Map<string, Services[S]> = offered[name] ?? new Map();
    Object.assign(offered, { [name]: own });
    return own;
  };
  const listenersOf = <T extends Topic>(topic: T): Listeners<Topics[T]> => {
    const own: Listeners<Topics[T]> = heard[topic] ?? new Listeners();
    Object.assign(heard, { [topic]: own });
    return own;
  };
  return {
    publish: (topic, message) => listenersOf(topic).emit(message),
    subscribe: (topic, listener) => listenersOf(topic).add(listener),
    offer(name, key, service) {
      const own = servicesOf(name);
      if (own.has(key)) throw new Error(`${name} '${key}' is offered already`);
      own.set(key, service);
      return {
        [Symbol.dispose]() {
          if (own.get(key) === service) own.delete(key);
        },
      };
    },
    find: (name, key) => servicesOf(name).get(key),
    keys: (name) => [...servicesOf(name).keys()],
  };
}
