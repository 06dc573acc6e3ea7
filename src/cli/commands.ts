import type { Command } from 'commander';
import type { CliContext } from './context.ts';

/** Some commands, and how they are made: nothing of them is loaded before. */
export interface CommandSource {
  /** The title below which the help lists them. */
  readonly group: string;
  readonly names: readonly string[];
  readonly make: (context: CliContext) => Promise<readonly Command[]>;
}

const RUN = 'Run instruments:';
const ASK = 'Ask what is running, here or elsewhere:';
const LOOK = 'Look at what came:';
const DESCRIBE = 'Describe another kind of instrument:';
const PARTS = 'Parts:';

/** The source of one command. */
const one = (group: string, name: string, load: () => Promise<(context: CliContext) => Command>): CommandSource => ({
  group,
  names: [name],
  make: async (context) => [(await load())(context)],
});

/** All commands, as the help lists them. */
export const COMMAND_SOURCES: readonly CommandSource[] = [
  one(RUN, 'demo', async () => (await import('./demo.ts')).demoCommand),
  one(RUN, 'run', async () => (await import('./run.ts')).runCommand),
  one(RUN, 'config', async () => (await import('./config.ts')).configCommand),
  one(RUN, 'user', async () => (await import('./user.ts')).userCommand),
  one(ASK, 'status', async () => (await import('./status.ts')).statusCommand),
  one(ASK, 'watch', async () => (await import('./watch.ts')).watchCommand),
  {
    group: ASK,
    names: ['get', 'set', 'exec', 'discover', 'direct'],
    make: async (context) => (await import('./instrument-commands.ts')).instrumentCommands(context),
  },
  one(ASK, 'lock', async () => (await import('./lock.ts')).lockCommand),
  one(ASK, 'alerts', async () => (await import('./alerts.ts')).alertsCommand),
  one(ASK, 'mission', async () => (await import('./mission.ts')).missionCommand),
  one(ASK, 'reload', async () => (await import('./reload.ts')).reloadCommand),
  one(LOOK, 'query', async () => (await import('./query.ts')).queryCommand),
  one(LOOK, 'export', async () => (await import('./export.ts')).exportCommand),
  one(LOOK, 'events', async () => (await import('./events.ts')).eventsCommand),
  one(LOOK, 'log', async () => (await import('./log.ts')).logCommand),
  one(LOOK, 'decode', async () => (await import('./decode.ts')).decodeCommand),
  one(LOOK, 'reparse', async () => (await import('./reparse.ts')).reparseCommand),
  one(LOOK, 'import', async () => (await import('./import.ts')).importCommand),
  one(DESCRIBE, 'new', async () => (await import('./new.ts')).newCommand),
  one(DESCRIBE, 'record', async () => (await import('./record.ts')).recordCommand),
  one(DESCRIBE, 'check', async () => (await import('./check.ts')).checkCommand),
  one(PARTS, 'simulate', async () => (await import('./simulate.ts')).simulateCommand),
  one(PARTS, 'port-agent', async () => (await import('./port-agent.ts')).portAgentCommand),
];
