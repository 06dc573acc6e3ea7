import { Command, CommanderError } from 'commander';
import { RemoteError } from '../client/remote-error.ts';
import { ConfigError, describeError, ParameterError, SondeError } from '../kit/errors.ts';
import { version } from '../kit/version.ts';
import { alertsCommand } from './alerts.ts';
import { checkCommand } from './check.ts';
import type { CliContext } from './context.ts';
import { decodeCommand } from './decode.ts';
import { demoCommand } from './demo.ts';
import { eventsCommand } from './events.ts';
import { EXIT_CODES, exitCodeOf, isRefused } from './exit-codes.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { instrumentCommands } from './instrument-commands.ts';
import { lockCommand } from './lock.ts';
import { logCommand } from './log.ts';
import { missionCommand } from './mission.ts';
import { newCommand } from './new.ts';
import { portAgentCommand } from './port-agent.ts';
import { queryCommand } from './query.ts';
import { recordCommand } from './record.ts';
import { reloadCommand } from './reload.ts';
import { reparseCommand } from './reparse.ts';
import { configCommand, runCommand } from './run.ts';
import { simulateCommand } from './simulate.ts';
import { statusCommand } from './status.ts';
import { Stopped } from './stopping.ts';
import { userCommand } from './user.ts';
import { watchCommand } from './watch.ts';

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

/** The whole command line. */
export function makeProgram(context: CliContext): Command {
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
  for (const [title, commands] of Object.entries(commandGroups(context))) {
    for (const command of commands) program.addCommand(command.helpGroup(title));
  }
  for (const command of withInner([program])) {
    command.exitOverride().configureOutput(program.configureOutput());
  }
  return program;
}

/** All commands, as the help lists them. */
const commandGroups = (context: CliContext): Readonly<Record<string, readonly Command[]>> => ({
  'Run instruments:': [demoCommand(context), runCommand(context), configCommand(context), userCommand(context)],
  'Ask what is running, here or elsewhere:': [
    statusCommand(context),
    watchCommand(context),
    ...instrumentCommands(context),
    lockCommand(context),
    alertsCommand(context),
    missionCommand(context),
    reloadCommand(context),
  ],
  'Look at what came:': [
    queryCommand(context),
    exportCommand(context),
    eventsCommand(context),
    logCommand(context),
    decodeCommand(context),
    reparseCommand(context),
    importCommand(context),
  ],
  'Describe another kind of instrument:': [newCommand(context), recordCommand(context), checkCommand(context)],
  'Parts:': [simulateCommand(context), portAgentCommand(context)],
});

/** Commands, and all that stand below them. */
const withInner = (commands: readonly Command[]): readonly Command[] =>
  commands.flatMap((own) => [own, ...withInner(own.commands)]);

/** Runs the command line; returns the exit code. What went wrong is said in a sentence on stderr, without a stack trace. */
export async function runProgram(args: readonly string[], context: CliContext): Promise<number> {
  try {
    await makeProgram(context).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    if (error instanceof Stopped) return error.exitCode;
    context.stderr.write(`${explain(error)}\n`);
    return exitCodeOf(error);
  }
}

function explain(error: unknown): string {
  const text = describeError(error);
  if (error instanceof ConfigError || error instanceof ParameterError) return text;
  if (error instanceof RemoteError && error.issues.length > 0) return text;
  if (error instanceof RemoteError && error.code === 'login_required')
    return `sonde: ${text}; a token by SONDE_TOKEN or --token-file`;
  if (error instanceof SondeError || isRefused(error)) return `sonde: ${text}`;
  return process.env.SONDE_DEBUG && error instanceof Error ? (error.stack ?? text) : `sonde: unforeseen: ${text}`;
}
