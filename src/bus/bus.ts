import type { ServiceName, Services } from './services.ts';
import type { Topic, Topics } from './topics.ts';

/** Where those who run instruments and those who show them meet. Services are asked, topics are heard. */
export interface Bus {
  publish<T extends Topic>(topic: T, message: Topics[T]): void;
  /** Returns the function that ends it. A listener that throws does not keep the others from hearing. */
  subscribe<T extends Topic>(topic: T, listener: (message: Topics[T]) => void): () => void;
  /** Offers a service until it is disposed; an `Error` where it is offered already. */
  offer<S extends ServiceName>(name: S, key: string, service: Services[S]): Disposable;
  find<S extends ServiceName>(name: S, key: string): Services[S] | undefined;
  /** In the order in which they were offered. */
  keys(name: ServiceName): readonly string[];
}
