import { createActor, setup } from 'xstate';
import { InstrumentFsm } from '../../src/fsm/instrument-fsm.ts';
import type { HandlerContext } from '../../src/fsm/machine.ts';
import {
  type Account,
  checkAccount,
  EVENTS,
  type EventName,
  newAccount,
  SCRIPT,
  STATES,
  type State,
} from './script.ts';

interface Payload {
  readonly amount: number;
}
const PAYLOAD: Payload = { amount: 1 };
const carries = (args: unknown): args is Payload => typeof args === 'object' && args !== null && 'amount' in args;

/** How many millions of events a second are sent, each when the one before has been seen through. */
export async function sonde(times: number): Promise<readonly number[]> {
  const run = async (repetitions: number): Promise<void> => {
    const account = newAccount();
    const fsm = sondeMachine(account);
    await fsm.start();
    for (let i = 0; i < repetitions; i++) {
      for (const event of SCRIPT) await fsm.onEvent(event, PAYLOAD);
    }
    await fsm.close();
    checkAccount(account, repetitions);
  };
  return [await rateOf(times, run)];
}

function sondeMachine(account: Account): InstrumentFsm<State, EventName> {
  const enter = (): void => void account.entered++;
  const exit = (): void => void account.left++;
  const count = ({ args }: HandlerContext<State, EventName>): void => {
    if (carries(args)) account.sum += args.amount;
  };
  const nothing = (): void => {};
  const to = (next: State) => () => ({ next });
  return new InstrumentFsm<State, EventName>({
    states: STATES,
    events: EVENTS,
    initial: 'command',
    handlers: {
      unknown: { enter, exit, discover: to('command') },
      command: {
        enter,
        exit,
        set: count,
        start: to('autosample'),
        start_direct: to('direct_access'),
        sample: nothing,
      },
      autosample: { enter, exit, sample: count, stop: to('command'), set: nothing },
      direct_access: { enter, exit, stop_direct: to('unknown') },
    },
  });
}

/** Its `send` returns when the event has been seen through; handlers that take time are not in its machines. */
export async function xstate(times: number): Promise<readonly number[]> {
  const run = async (repetitions: number): Promise<void> => {
    const account = newAccount();
    const actor = createActor(xstateMachine(account));
    actor.start();
    for (let i = 0; i < repetitions; i++) {
      for (const type of SCRIPT) actor.send({ type, ...PAYLOAD });
    }
    actor.stop();
    checkAccount(account, repetitions);
  };
  return [await rateOf(times, run)];
}

function xstateMachine(account: Account) {
  const machine = setup({
    types: { events: {} as { type: EventName; amount: number } },
    actions: {
      enter: () => void account.entered++,
      exit: () => void account.left++,
      count: ({ event }) => {
        account.sum += event.amount;
      },
    },
  });
  const hooks = { entry: 'enter', exit: 'exit' } as const;
  return machine.createMachine({
    initial: 'command',
    states: {
      unknown: { ...hooks, on: { discover: 'command' } },
      command: {
        ...hooks,
        on: { set: { actions: 'count' }, start: 'autosample', start_direct: 'direct_access' },
      },
      autosample: { ...hooks, on: { sample: { actions: 'count' }, stop: 'command' } },
      direct_access: { ...hooks, on: { stop_direct: 'unknown' } },
    },
  });
}

/** Millions of events a second; a first run of a tenth is not timed. */
async function rateOf(times: number, run: (repetitions: number) => Promise<void>): Promise<number> {
  await run(Math.ceil(times / 10));
  const begun = performance.now();
  await run(times);
  return (times * SCRIPT.length) / (performance.now() - begun) / 1000;
}
