import { outsideHandlers } from '../fsm/handling.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Sample } from '../model/sample.ts';

type EventOf<Type extends DriverAsyncEvent['type']> = Extract<DriverAsyncEvent, { readonly type: Type }>;

/** All that a driver tells, and waiting for it. */
export class Told {
  readonly events: DriverAsyncEvent[] = [];
  readonly #looking = new Set<() => void>();

  readonly hear = (event: DriverAsyncEvent): void => {
    this.events.push(event);
    for (const look of [...this.#looking]) look();
  };

  of<Type extends DriverAsyncEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  get states(): string[] {
    return this.of('state_change').map(({ state }) => state);
  }

  get samples(): Sample[] {
    return this.of('sample').flatMap(({ samples }) => samples);
  }

  /** What was sent to the instrument, in order. */
  get sent(): string[] {
    return this.of('exchange').map(({ exchange }) => exchange.sent);
  }

  get errors(): string[] {
    return this.of('error').map(({ error }) => error.message);
  }

  forget(): void {
    this.events.length = 0;
  }

  /** Resolves when this holds: now, or after something that is told. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#looking.delete(look);
        outsideHandlers(resolve);
      };
      this.#looking.add(look);
      look();
    });
  }
}
