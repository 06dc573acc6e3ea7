import { InstrumentFsm } from './instrument-fsm.ts';
import type { HandlerContext, MachineOptions } from './machine.ts';

export type State = 'idle' | 'command' | 'streaming';
export type Event = 'connect' | 'sample' | 'stream' | 'stop' | 'lost';
type Options = MachineOptions<State, Event>;

/** For tests: a machine with an account of all it did and all it complained of. */
export function machine(handlers: Options['handlers'], more: Partial<Options> = {}) {
  const told: string[] = [];
  const complaints: { error: Error; where: string }[] = [];
  const fsm = new InstrumentFsm<State, Event>({
    states: ['idle', 'command', 'streaming'],
    events: ['connect', 'sample', 'stream', 'stop', 'lost'],
    initial: 'idle',
    preempting: ['lost'],
    handlers,
    onTransition: ({ from, event, to }) => told.push(`${from} -${event}-> ${to}`),
    onError: (error, where) => complaints.push({ error, where }),
    ...more,
  });
  return { fsm, told, complaints };
}

/** For tests: a handler that says when it began and waits for its signal to abort; then it throws the reason. */
export function endless() {
  const begun = Promise.withResolvers<void>();
  const run = ({ signal }: HandlerContext<State, Event>): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      begun.resolve();
    });
  return { run, begun: begun.promise };
}
