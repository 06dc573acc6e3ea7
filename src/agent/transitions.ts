import type { Described } from '../bus/services.ts';
import type { Instrument } from '../definition/instrument.ts';
import { statesOf } from '../driver/declared/streaming.ts';

/** Which state leads to which, and by what: commands, and what the instrument does by itself. */
export function transitionsOf({ commands, states }: Instrument): Described['transitions'] {
  const names = Object.keys(states);
  const byCommands = Object.entries(commands).flatMap(([by, command]) => {
    const { to, during } = command;
    return statesOf(command).flatMap((from) => {
      if (during !== undefined)
        return [
          { from, to: during, by },
          { from: during, to: to ?? from, by: 'finished' },
        ];
      return to === undefined || to === from ? [] : [{ from, to, by }];
    });
  });
  const byItself = names.flatMap((to) =>
    states[to]?.noticed === undefined
      ? []
      : names.filter((from) => from !== to && !states[from]?.busy).map((from) => ({ from, to, by: 'noticed' })),
  );
  return [...new Map([...byCommands, ...byItself].map((one) => [JSON.stringify(one), one])).values()];
}
