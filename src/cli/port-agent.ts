import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { folders } from '../agent/folders.ts';
import { upkeepOf } from '../config/log-rules.ts';
import { portAgentsOf } from '../config/port-agents.ts';
import { parseByteSize } from '../kit/byte-size.ts';
import { ConfigError } from '../kit/errors.ts';
import { beFrugal } from '../kit/frugal-heap.ts';
import { formatLink } from '../link/format-link.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import { parseLink } from '../link/parse-link.ts';
import { exchangeJson } from '../port-agent/http-client.ts';
import { PortAgentLauncher } from '../port-agent/launcher.ts';
import { runPortAgents } from '../port-agent/process.ts';
import { runningPortAgent, runningPortAgents } from '../port-agent/run-file.ts';
import { dayCount, parsed, portNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { loadConfig } from './load-config.ts';
import { show, table, write } from './output.ts';
import { untilStopped } from './stopping.ts';

interface StartOptions {
  readonly name: string;
  readonly data: string;
  readonly listen?: string;
  readonly detach?: boolean;
  readonly dataPort?: number;
  readonly commandPort?: number;
  readonly sniffPort?: number;
  readonly httpPort?: number;
  readonly compress: boolean;
  readonly archive?: string;
  readonly keepDays?: number;
  readonly keepSize?: number;
  readonly [setting: string]: unknown;
}

/** The media and how their addresses are written on the command line. */
const MEDIA = [
  {
    medium: 'tcp',
    args: ['<host>', '<port>'],
    what: 'a TCP port, e.g. of a terminal server',
    settings: { 'control-port': 'control' },
  },
  { medium: 'telnet', args: ['<host>', '<port>'], what: 'a terminal server that speaks telnet (RFC 2217)' },
  {
    medium: 'serial',
    args: ['<path>'],
    what: 'a serial device',
    settings: { baud: 'baud', 'data-bits': 'data', 'stop-bits': 'stop', parity: 'parity', 'flow-control': 'flow' },
  },
  { medium: 'udp', args: ['<host>', '<port>'], what: 'UDP datagrams', settings: { 'local-port': 'local' } },
  { medium: 'rxtx', args: ['<host>', '<rx-port>', '<tx-port>'], what: 'one TCP port to receive and another to send' },
] as const;

/** Settings of a link: the option, and what it is called in the link's text. */
type Settings = Readonly<Record<string, string>>;

/** The link that the words and options of the command line describe, read as in a configuration. */
function linkOf(medium: string, words: readonly string[], options: StartOptions, settings: Settings): LinkSpec {
  const [first = '', ...ports] = words;
  const address = medium === 'serial' ? resolve(first) : `${first}:${ports.join(',')}`;
  const query = Object.entries({ ...settings, quiet: 'quiet' }).flatMap(([option, key]) => {
    const value = options[option.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
    return value === undefined ? [] : [`${key}=${encodeURIComponent(String(value))}`];
  });
  return parseLink(`${medium}://${address}${query.length > 0 ? `?${query.join('&')}` : ''}`);
}

const dataOption = () => new Option('--data <folder>', 'where logs are written').default('./data');
const portOption = (name: string) =>
  new Option(`--${name}-port <port>`, `where the ${name} port is; 0 or nothing for a free one`).argParser(portNumber);

function startCommand(context: CliContext, { medium, args, what, ...rest }: (typeof MEDIA)[number]): Command {
  const settings: Settings = 'settings' in rest ? rest.settings : {};
  const command = new Command(medium).description(`own the connection to a device behind ${what}`);
  for (const argument of args) command.argument(argument);
  for (const [option, key] of Object.entries(settings)) {
    command.option(`--${option} <value>`, `as in ${medium}://…?${key}=`);
  }
  return command
    .requiredOption('--name <id>', "the instrument's id, e.g. ctd_12m")
    .addOption(dataOption())
    .option('--quiet <duration>', 'no bytes for so long means that the connection is dead')
    .option('--listen <address>', 'where its ports listen (127.0.0.1)')
    .addOption(portOption('data'))
    .addOption(portOption('command'))
    .addOption(portOption('sniff'))
    .addOption(portOption('http'))
    .option('--no-compress', 'leave the days of the log that are over as they are')
    .option('--archive <folder>', 'copy the days that are over to <folder>/<name>/log')
    .addOption(new Option('--keep-days <count>', 'delete older days here once they are archived').argParser(dayCount))
    .addOption(
      new Option('--keep-size <size>', "delete the oldest archived days above that, e.g. '100 GB'").argParser(
        parsed(parseByteSize),
      ),
    )
    .option('--detach', 'in a process of its own, which goes on when this one ends')
    .action(async function (this: Command) {
      const options = this.opts<StartOptions>();
      await start(context, options, linkOf(medium, this.args, options, settings));
    });
}

async function start(context: CliContext, options: StartOptions, link: LinkSpec): Promise<void> {
  const { name, listen, detach, compress, archive, keepDays, keepSize, dataPort, commandPort, sniffPort, httpPort } =
    options;
  const data = resolve(options.data);
  const given = { data: dataPort, command: commandPort, sniff: sniffPort, http: httpPort };
  const ports = Object.fromEntries(Object.entries(given).filter(([, port]) => port !== undefined));
  const upkeep = {
    compress,
    ...(archive !== undefined && { archive: resolve(archive) }),
    ...(keepDays !== undefined && { keepDays }),
    ...(keepSize !== undefined && { keepBytes: keepSize }),
  };
  const common = {
    name,
    link,
    upkeep,
    data,
    run: folders(data, name).run,
    ports,
    ...(listen !== undefined && { listen }),
  };
  if (detach) {
    const { pid } = await new PortAgentLauncher(common).launchProcess();
    context.stdout.write(`${name}: port agent ${pid} owns ${formatLink(link)}\n`);
    return;
  }
  await untilStopped((signal) =>
    runPortAgents([{ ...common, clock: context.clock, logger: context.logger }], { signal }),
  );
}

/** `sonde port-agent`: the processes that own the connections. */
export function portAgentCommand(context: CliContext): Command {
  const { stdout } = context;

  const status = new Command('status')
    .description('all that a port agent tells about itself')
    .argument('<name>')
    .addOption(dataOption())
    .option('--json', 'as JSON')
    .action(async (name: string, { data, json }: { data: string; json?: boolean }) => {
      const { run } = folders(data, name);
      const running = await runningPortAgent(run, name);
      if (running === undefined) throw new ConfigError([{ name, message: `no port agent of that name runs (${run})` }]);
      const target = { host: running.listen, signal: AbortSignal.timeout(5000) };
      const facts = await exchangeJson(target, running.ports.http, 'GET', '/status');
      const rows = Object.entries(facts as object).map(([key, value]) => [key, show(value)]);
      await write(stdout, json ? `${JSON.stringify(facts)}\n` : table(rows));
    });

  const list = new Command('list')
    .description('the port agents that run')
    .addOption(dataOption())
    .option('--json', 'as JSON')
    .action(async ({ data, json }: { data: string; json?: boolean }) => {
      const running = await runningPortAgents(folders(data, '').run);
      const rows = running.map(({ name, pid, link, ports, startedAt }) => [
        name,
        `pid ${pid}`,
        link,
        `data ${ports.data} command ${ports.command} sniff ${ports.sniff} http ${ports.http}`,
        `since ${startedAt}`,
      ]);
      await write(stdout, json ? `${JSON.stringify(running)}\n` : table(rows));
    });

  const stop = new Command('stop')
    .description('end a port agent: nothing owns the connection any more')
    .argument('<name>')
    .addOption(dataOption())
    .action(async (name: string, { data }: { data: string }) => {
      const { run } = folders(data, name);
      const running = await runningPortAgent(run, name);
      if (running === undefined) throw new ConfigError([{ name, message: `no port agent of that name runs (${run})` }]);
      await new PortAgentLauncher({ name, link: parseLink(running.link), data: resolve(data), run }).stop();
      await write(stdout, `${name}: port agent ${running.pid} has ended\n`);
    });

  const command = new Command('port-agent')
    .description('the processes that own connections and keep every byte')
    .option('-c, --config <file>', 'serve all instruments of a configuration that have a link, in this one process')
    .action(async ({ config: file }: { config?: string }) => {
      const { config } = await loadConfig(file, context);
      const { data, instruments } = config;
      const agents = Object.entries(instruments).flatMap(([id, own]) =>
        portAgentsOf(id, own).map((one) => ({
          ...one,
          upkeep: upkeepOf(config, own),
          data: resolve(data),
          run: folders(data, id).run,
          ...context,
        })),
      );
      beFrugal();
      await untilStopped((signal) => runPortAgents(agents, { signal }));
    });
  for (const medium of MEDIA) command.addCommand(startCommand(context, medium));
  return command.addCommand(status).addCommand(list).addCommand(stop);
}
