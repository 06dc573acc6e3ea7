import { Command, Option } from 'commander';
import { ParameterError } from '../kit/errors.ts';
import { parseFault } from '../simulator/fault.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { portNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { type DefinitionsOption, definitionsOption, findDefinition } from './find-definition.ts';
import { replaySession } from './replay-session.ts';
import { aborted, runInScope } from './stopping.ts';

interface SimulateOptions extends DefinitionsOption {
  readonly tcp?: number;
  readonly recording?: string;
  readonly control?: number;
  readonly serial?: string;
  readonly host: string;
  readonly fault: readonly string[];
  readonly streaming?: boolean;
  readonly json?: boolean;
}

/** `sonde simulate`: an instrument that is not there. */
export function simulateCommand(context: CliContext): Command {
  return new Command('simulate')
    .description('serve a simulated instrument on a TCP port or a serial device until Ctrl-C')
    .argument('[kind]', 'e.g. sea_bird.sbe37_smp, or the file or folder of a definition')
    .addOption(
      new Option(
        '--recording <place>',
        'instead of a kind: answer as in this session, or that of this folder',
      ).conflicts(['serial', 'fault', 'streaming', 'control']),
    )
    .addOption(
      new Option('--tcp <port>', 'listen on this port; 0 picks a free one').argParser(portNumber).conflicts('serial'),
    )
    .addOption(
      new Option('--control <port>', 'beside --tcp: take line breaks here (break <ms>), as terminal servers do')
        .argParser(portNumber)
        .conflicts('serial'),
    )
    .option('--serial <path>', 'speak on this serial device')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--fault <what...>', 'how it misbehaves, e.g. garble:0.01', [])
    .option('--streaming', 'it samples from the beginning')
    .option('--json', 'say where it is as JSON')
    .addOption(definitionsOption())
    .action(async (kind: string | undefined, options: SimulateOptions) => {
      if ((kind === undefined) === (options.recording === undefined)) {
        throw new ParameterError([{ name: 'simulate', message: 'name one: a kind, or --recording' }]);
      }
      if (options.recording !== undefined) return replaySession(context, options.recording, options);
      const { tcp, control, serial, host, fault, streaming, json } = options;
      const faults = fault.map(parseFault);
      const definition = await findDefinition(context, kind!, options);
      await runInScope(async (use, signal) => {
        const place =
          serial === undefined ? { tcp: tcp ?? 0, host, ...(control !== undefined && { control }) } : { serial };
        const behaviour = { clock: context.clock, faults, ...(streaming && { streaming }) };
        const served = use(await serveSimulator(definition, { ...place, ...behaviour }));
        const side = served.control === undefined ? '' : `?control=${served.control}`;
        const where = serial === undefined ? `tcp://${host}:${served.port}${side}` : `serial://${serial}`;
        context.stdout.write(json ? `${JSON.stringify({ kind, link: where })}\n` : `${definition.model} at ${where}\n`);
        await aborted(signal);
      });
    });
}
