import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type Program, runningPrograms } from '../client/programs.ts';
import { sendForJson } from '../client/send.ts';
import { ConfigError, describeError, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { Mission, MissionRun } from '../model/api/mission.ts';
import type { CliContext } from './context.ts';
import { table, write } from './output.ts';
import { type AskingOptions, jsonOption, serverOption, tokenFileOption } from './remote.ts';
import { ago } from './status-text.ts';
import { untilStopped } from './stopping.ts';

const own = (name: string, description: string): Command =>
  new Command(name).description(description).addOption(serverOption()).addOption(tokenFileOption());

/** The program that is meant: the only one, or the one that `--server` names. */
async function theProgram(options: AskingOptions, signal: AbortSignal): Promise<Program> {
  const [program, ...more] = await runningPrograms('sonde mission', options, signal);
  if (program !== undefined && more.length === 0) return program;
  throw new ParameterError([{ name: '--server', message: `${more.length + 1} programs run; name the address of one` }]);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigError([{ name: file, message: `cannot be read: ${describeError(cause)}` }], { cause });
  }
}

/** `sonde mission`: scripts of steps over several instruments. */
export function missionCommand({ stdout }: CliContext): Command {
  const list = own('list', 'the missions that are kept')
    .addOption(jsonOption('as JSON'))
    .action((options: AskingOptions) =>
      untilStopped(async (signal) => {
        const { place } = await theProgram(options, signal);
        const all = await sendForJson<readonly Mission[]>(place, '/missions', { signal });
        const rows = all.map(({ name, title, steps, schedule, next }) => [
          name,
          title,
          `${steps.length} step${steps.length === 1 ? '' : 's'}`,
          schedule === undefined ? '' : `${schedule}${next === undefined ? '' : `, next ${next}`}`,
        ]);
        await write(stdout, options.json ? `${JSON.stringify(all)}\n` : table(rows) || 'no missions\n');
      }),
    );

  const check = own('check', 'say what is wrong with a mission, or what it would do')
    .argument('<file>', 'its text, YAML')
    .action((file: string, options: AskingOptions) =>
      untilStopped(async (signal) => {
        const text = await readText(file);
        const { place } = await theProgram(options, signal);
        const body = { text };
        const { steps } = await sendForJson<{ readonly steps: readonly string[] }>(place, '/missions/check', {
          method: 'POST',
          body,
          signal,
        });
        await write(stdout, steps.map((step, i) => `${i + 1}. ${step}\n`).join(''));
      }),
    );

  const save = own('save', 'keep a mission under a name')
    .argument('<name>')
    .argument('<file>', 'its text, YAML')
    .action((name: string, file: string, options: AskingOptions) =>
      untilStopped(async (signal) => {
        const text = await readText(file);
        const { place } = await theProgram(options, signal);
        await sendForJson(place, `/missions/${encodeURIComponent(name)}`, { method: 'PUT', body: { text }, signal });
        await write(stdout, `${name} is kept\n`);
      }),
    );

  const remove = own('remove', 'forget a mission')
    .argument('<name>')
    .action((name: string, options: AskingOptions) =>
      untilStopped(async (signal) => {
        const { place } = await theProgram(options, signal);
        await sendForJson(place, `/missions/${encodeURIComponent(name)}`, { method: 'DELETE', signal });
        await write(stdout, `${name} is forgotten\n`);
      }),
    );

  const run = own('run', 'begin a mission; it goes on whether anybody looks or not')
    .argument('<name>')
    .addOption(jsonOption('as JSON'))
    .action((name: string, options: AskingOptions) =>
      untilStopped(async (signal) => {
        const { place } = await theProgram(options, signal);
        const path = `/missions/${encodeURIComponent(name)}/runs`;
        const begun = await sendForJson<MissionRun>(place, path, { method: 'POST', body: {}, signal });
        await write(stdout, options.json ? `${JSON.stringify(begun)}\n` : `${begun.id} is under way\n`);
      }),
    );

  const status = own('status', 'how missions go and went')
    .argument('[run]', 'one of them, with its steps')
    .addOption(jsonOption('as JSON'))
    .action((id: string | undefined, options: AskingOptions) =>
      untilStopped(async (signal) => {
        const { place, now } = await theProgram(options, signal);
        const runs = await sendForJson<readonly MissionRun[]>(place, '/mission-runs', { signal });
        const found = id === undefined ? runs : [runOf(id, runs)];
        const text = id === undefined ? runsTable(runs, now) : found.map(stepsTable).join('');
        await write(
          stdout,
          options.json ? `${JSON.stringify(id === undefined ? runs : found[0])}\n` : text || 'none\n',
        );
      }),
    );

  const controls = (['pause', 'resume', 'stop'] as const).map((what) =>
    own(what, `${what} a mission that is under way`)
      .argument('<run>')
      .action((id: string, options: AskingOptions) =>
        untilStopped(async (signal) => {
          const { place } = await theProgram(options, signal);
          const { mission, state } = await sendForJson<MissionRun>(
            place,
            `/mission-runs/${encodeURIComponent(id)}/${what}`,
            { method: 'POST', body: {}, signal },
          );
          await write(stdout, `${mission} is ${state}\n`);
        }),
      ),
  );

  const command = new Command('mission').description('scripts of steps over several instruments');
  for (const one of [list, check, save, remove, run, status, ...controls])
    command.addCommand(one, { isDefault: one === list });
  return command;
}

function runOf(id: string, runs: readonly MissionRun[]): MissionRun {
  const found = runs.find((run) => run.id === id);
  if (found !== undefined) return found;
  throw new ParameterError([
    {
      name: id,
      message: `no such run; ${nearest(
        id,
        runs.map((run) => run.id),
      )}`,
    },
  ]);
}

const runsTable = (runs: readonly MissionRun[], now: number): string =>
  table(
    runs.map(({ id, mission, state, by, started, steps }) => {
      const done = steps.filter((step) => step.state === 'done').length;
      return [id, mission, state, `${done} of ${steps.length} steps`, `${ago(started, now)} ago`, by];
    }),
  );

const stepsTable = ({ mission, state, error, steps }: MissionRun): string =>
  `${mission}: ${state}${error === undefined ? '' : `: ${error}`}\n${table(
    steps.map((step, i) => [`  ${i + 1}.`, step.state, step.text, step.error?.detail ?? '']),
  )}`;
