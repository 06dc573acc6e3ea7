import { Command, CommanderError } from 'commander';
import { ConfigError, describeError, ParameterError, SondeError } from '../kit/errors.ts';
import { version } from '../kit/version.ts';
import { COMMAND_SOURCES } from './commands.ts';
import type { CliContext } from './context.ts';
import { EXIT_CODES, exitCodeOf, isRefused } from './exit-codes.ts';
import { Stopped } from './stopping.ts';

const USAGE = 2;

const FOOTER = `
A first look:
  sonde demo                                    a fleet without hardware, and its web page
  sonde simulate sea_bird.sbe37_smp --tcp 4001  an instrument to talk to
  sonde run -c sonde.yaml                       real ones
  sonde decode nortek.vector capture.dat        recorded bytes to samples
  sonde new acme probe                          a kind of instrument that is not there yet

Exit codes: 0 done, 1 unforeseen, ${codes()}`;

function codes(): string {
  const byNumber = Map.groupBy(Object.entries(EXIT_CODES), ([, number]) => number);
  return [...byNumber].map(([number, names]) => `${number} ${names.map(([name]) => name).join('/')}`).join(', ');
}

/** The command line: all of it, or what it needs for the command of that name. */
export async function makeProgram(context: CliContext, name?: string): Promise<Command> {
  const program = new Command('sonde')
    .description(
      'Runs scientific instruments: owns the wire, keeps every byte, speaks the dialogue, yields typed samples.',
    )
    .version(version)
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText('after', FOOTER)
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
  const named = COMMAND_SOURCES.filter(({ names }) => name !== undefined && names.includes(name));
  const sources = named.length > 0 ? named : COMMAND_SOURCES;
  const made = await Promise.all(sources.map(async ({ group, make }) => ({ group, commands: await make(context) })));
  for (const { group, commands } of made) {
    for (const command of commands) program.addCommand(command.helpGroup(group));
  }
  for (const command of withInner([program])) {
    command.exitOverride().configureOutput(program.configureOutput());
  }
  return program;
}

/** Commands, and all that stand below them. */
const withInner = (commands: readonly Command[]): readonly Command[] =>
  commands.flatMap((own) => [own, ...withInner(own.commands)]);

/** Runs the command line; returns the exit code. What went wrong is said in a sentence on stderr, without a stack trace. */
export async function runProgram(args: readonly string[], context: CliContext): Promise<number> {
  try {
    const program = await makeProgram(context, args[0]);
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    if (error instanceof Stopped) return error.exitCode;
    context.stderr.write(`${await explain(error)}\n`);
    return exitCodeOf(error);
  }
}

async function explain(error: unknown): Promise<string> {
  const { RemoteError } = await import('../client/remote-error.ts');
  const text = describeError(error);
  if (error instanceof ConfigError || error instanceof ParameterError) return text;
  if (error instanceof RemoteError && error.issues.length > 0) return text;
  if (error instanceof RemoteError && error.code === 'login_required')
    return `sonde: ${text}; a token by SONDE_TOKEN or --token-file`;
  if (error instanceof SondeError || isRefused(error)) return `sonde: ${text}`;
  return process.env.SONDE_DEBUG && error instanceof Error ? (error.stack ?? text) : `sonde: unforeseen: ${text}`;
}
