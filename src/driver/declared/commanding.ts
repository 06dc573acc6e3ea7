import type { WhileStreaming } from '../../definition/instrument.ts';
import { outsideHandlers } from '../../fsm/handling.ts';
import type { Handler, HandlerContext, Outcome, Serving } from '../../fsm/machine.ts';
import { type ConnectionError, StateError } from '../../kit/errors.ts';
import { argumentsOf } from '../metadata.ts';
import { Running } from '../running.ts';
import { type Resume, stopStreaming, whilePaused } from './pause.ts';
import { perform } from './perform.ts';
import type { Session } from './session.ts';

type Does = Handler<string, string>;
type Context = HandlerContext<string, string>;

/** A command that has its own state while it runs. */
interface Task {
  readonly serving: Serving;
  readonly controller: AbortController;
  readonly done: Promise<unknown>;
  /** The state when it is over. */
  readonly next: string;
  /** Begins the streaming again that was stopped for it. */
  readonly resume: Resume | undefined;
}

/** The commands of a definition, and the setting of its clock, as a machine's handlers. */
export class Commanding {
  readonly #session: Session;
  readonly #over: (by: string | undefined) => Promise<unknown>;
  #task: Task | undefined;

  /** `over` sends the machine the event for which {@link finished} is the handler. */
  constructor(session: Session, over: (by: string | undefined) => Promise<unknown>) {
    this.#session = session;
    this.#over = over;
  }

  /** The command that has its own state now. */
  get serving(): Serving | undefined {
    return this.#task?.serving;
  }

  /** In a state in which it may be given. */
  handler(name: string): Does {
    const command = this.#session.definition.commands[name];
    if (command?.during === undefined) {
      return async ({ args, signal, fsm }) => {
        const passing = (state: string): Promise<void> => fsm.advance(state);
        const { next, result } = await perform(this.#session, name, args, { signal, passing });
        return { next: next === fsm.currentState ? undefined : next, result };
      };
    }
    return (event) => {
      argumentsOf(name, command, event.args);
      return this.#begin(name, event, command.to ?? event.fsm.currentState);
    };
  }

  /** In a streaming state in which it may not be given as it is. What is wrong with its arguments is said at once. */
  whileStreaming(name: string, how: WhileStreaming): Does {
    const command = this.#session.definition.commands[name];
    const does = how === 'pause' ? this.#paused(name) : this.#deferred(name);
    return (event) => {
      if (command !== undefined) argumentsOf(name, command, event.args);
      return does(event);
    };
  }

  /** A command that had its own state is over. */
  readonly finished: Does = async ({ fsm }) => {
    const { next, resume } = this.#task ?? {};
    this.#task = undefined;
    if (next === undefined || resume === undefined) return { next };
    await fsm.advance(next);
    await resume();
    return {};
  };

  readonly abort: Does = () => {
    const task = this.#task;
    if (task === undefined) return {};
    task.controller.abort(new DOMException('aborted on request', 'AbortError'));
    return { result: new Running(task.done.then(nothing, nothing)) };
  };

  /** What runs in its own state fails with this. */
  lost(error: ConnectionError): void {
    this.#task?.controller.abort(error);
    this.#task = undefined;
  }

  #paused(name: string): Does {
    const long = this.#session.definition.commands[name]?.during !== undefined;
    return async (event) => {
      const { args, signal, fsm } = event;
      if (!long) return whilePaused(this.#session, event, () => perform(this.#session, name, args, { signal }));
      const resume = await stopStreaming(this.#session, event);
      return this.#begin(name, event, fsm.currentState, resume);
    };
  }

  #deferred(name: string): Does {
    return ({ args }) => {
      this.#session.memory.deferred.set(name, args);
      return { result: { deferred: true } };
    };
  }

  #begin(name: string, event: Context, next: string, resume?: Resume): Outcome<string> {
    const { during } = this.#session.definition.commands[name] ?? {};
    const task = outsideHandlers(() => this.#start(name, event, next, resume));
    this.#task = task;
    return { next: during, result: new Running(task.done, (reason) => task.controller.abort(reason)) };
  }

  #start(name: string, { args, by }: Context, next: string, resume: Resume | undefined): Task {
    const controller = new AbortController();
    const over = async (): Promise<void> => {
      try {
        await this.#over(by);
      } catch (thrown) {
        // The connection was lost or closed meanwhile: its state is none of this command's any more.
        if (!(thrown instanceof StateError)) throw thrown;
      }
    };
    const work = perform(this.#session, name, args, { signal: controller.signal });
    return {
      serving: { event: name, by },
      controller,
      next,
      resume,
      done: work.then(({ result }) => result).finally(over),
    };
  }
}

const nothing = (): void => {};
