import { Command } from 'commander';
import { findInstrument } from '../control/control-client.ts';
import { ParameterError } from '../kit/errors.ts';
import type { CliContext } from './context.ts';
import { openTerminal, type TerminalOptions } from './direct-terminal.ts';
import { show, table, write } from './output.ts';
import { untilStopped } from './stopping.ts';

/** `5`, `true`, `[1,2]` as JSON reads them; anything else is text. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `NAME=value …`; all that are of another form are one error. */
function parseAssignments(words: readonly string[]): Record<string, unknown> {
  const wrong = words.filter((word) => !/^[^=]+=/.test(word));
  if (wrong.length > 0) {
    throw new ParameterError(wrong.map((name) => ({ name, message: 'must be NAME=VALUE, e.g. interval=60' })));
  }
  return Object.fromEntries(
    words.map((word) => [word.slice(0, word.indexOf('=')), parseValue(word.slice(word.indexOf('=') + 1))]),
  );
}

interface JsonOption {
  readonly json?: boolean;
}

/** The commands that speak to an instrument which another process runs. */
export function instrumentCommands(context: CliContext): Command[] {
  const { stdout } = context;

  const get = new Command('get')
    .description('show parameters of a running instrument')
    .argument('<instrument>', 'its id, e.g. ctd_12m')
    .argument('[parameters...]', 'which; all where none is named')
    .option('--json', 'as one JSON object')
    .action(async (id: string, names: string[], { json }: JsonOption) => {
      const instrument = await findInstrument(id);
      const body = names.length > 0 ? { names } : {};
      const values = (await untilStopped((signal) => instrument.ask('get', body, signal))) as Record<string, unknown>;
      const text = json
        ? `${JSON.stringify(values)}\n`
        : table(Object.entries(values).map(([name, value]) => [name, show(value)]));
      await write(stdout, text);
    });

  const set = new Command('set')
    .description('change parameters of a running instrument: all are checked before anything is sent')
    .argument('<instrument>', 'its id')
    .argument('<assignments...>', 'NAME=VALUE …')
    .option('--json', 'as one JSON object')
    .action(async (id: string, assignments: string[], { json }: JsonOption) => {
      const values = parseAssignments(assignments);
      const instrument = await findInstrument(id);
      const result = (await untilStopped((signal) => instrument.ask('set', { values }, signal))) as Record<
        string,
        { desired: unknown; actual: unknown }
      >;
      const rows = Object.entries(result).map(([name, { desired, actual }]) => [
        name,
        show(actual),
        `(asked for ${show(desired)})`,
      ]);
      await write(stdout, json ? `${JSON.stringify(result)}\n` : table(rows));
    });

  const exec = new Command('exec')
    .description('have a running instrument carry out a command; Ctrl-C breaks it off')
    .argument('<instrument>', 'its id')
    .argument('<command>', 'e.g. acquire_sample')
    .argument('[arguments...]', 'NAME=VALUE …')
    .option('--json', 'the result as JSON')
    .action(async (id: string, command: string, args: string[], { json }: JsonOption) => {
      const body = { command, args: parseAssignments(args) };
      const instrument = await findInstrument(id);
      const result = await untilStopped((signal) => instrument.ask('exec', body, signal));
      await write(stdout, `${json ? JSON.stringify(result) : show(result || 'done')}\n`);
    });

  const discover = new Command('discover')
    .description('find out what a running instrument is doing')
    .argument('<instrument>', 'its id')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: JsonOption) => {
      const instrument = await findInstrument(id);
      const state = await untilStopped((signal) => instrument.ask('discover', {}, signal));
      await write(stdout, `${json ? JSON.stringify({ state }) : show(state)}\n`);
    });

  const direct = new Command('direct')
    .description('a raw terminal to a running instrument; Ctrl-] ends it, and its parameters are brought back')
    .argument('<instrument>', 'its id')
    .option('--newline <text>', 'what Enter sends', '\\r\\n')
    .option('--link <name>', 'over which of its links, where it has several; the first unless given')
    .action(async (id: string, options: TerminalOptions) => openTerminal(context, await findInstrument(id), options));

  return [get, set, exec, discover, direct];
}
