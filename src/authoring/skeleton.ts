import { toText } from '../kit/bytes.ts';
import type { Findings, FoundCommand, FoundStream } from './findings.ts';
import { NOTHING } from './findings.ts';
import type { KindNames } from './names.ts';
import { byteList, objectOf, patternOf, quoted, quotedLines } from './source-text.ts';

const STREAMING = 'autosample';

/** What its author writes in the place of what was not found. */
const HINTS = {
  until: '// What ends a reply; with a prompt: prompt: /S>\\s*$/',
  discover: "// A command whose reply shows what it is doing: { ask: 'status' }",
  shows: '// What in the reply to that command shows each state: command: { shows: /not logging/ }',
  commands: "// status: { send: 'ds' }, acquire_sample: { send: 'ts', yields: 'point' }",
  parameters:
    "// ...shownBy('status', { interval: settable('INTERVAL=', int(/^interval = (\\d+)/m, { unit: 's', min: 1 }), { startup: 60 }) })",
  samples:
    "// point: line(/^T=(?<temp>-?\\d+\\.\\d+)$/, { temp: number({ unit: 'degree_Celsius', cf: 'sea_water_temperature' }) })",
  fields: '// Rename the fields as the manual does, and give each its unit.',
  simulation: '// How a simulated one behaves: by command a real reply, by stream a real record.',
} as const;

const streamed = ({ streams }: Findings): readonly FoundStream[] => streams.filter(({ every }) => every !== undefined);

/** The source of a definition that says what was found, and where to say the rest. It compiles and loads. */
export function skeletonOf(names: KindNames, findings: Findings = NOTHING): string {
  return `\
import { ${importsOf(findings).join(', ')} } from 'sonde';

/** ${names.maker} ${names.model}. Manual and firmware: see README. */
export const ${names.identifier} = defineInstrument({
  kind: ${quoted(names.kind)},
  maker: ${quoted(names.maker)},
  model: ${quoted(names.model)},

${dialogueOf(findings)}

${discoveryOf(findings)}

${commandsOf(findings)}

${parametersOf(findings)}

${samplesOf(findings)}

${simulationOf(findings)}
});
`;
}

function importsOf(findings: Findings): string[] {
  const { prompt, commands, parameters, streams } = findings;
  const words = [
    'defineInstrument',
    ...(prompt === undefined || commands.some(unprompted) ? ['silence'] : []),
    ...(commands.some(isSilent) ? ['nothing'] : []),
    ...(parameters.length > 0 ? ['shownBy', ...parameters.flatMap(({ words }) => words)] : []),
    ...streams.flatMap((stream) => stream.words),
  ];
  return [...new Set(words)].sort();
}

const isSilent = ({ prompted, reply }: FoundCommand): boolean => !prompted && reply === '';
const unprompted = ({ prompted, reply }: FoundCommand): boolean => !prompted && reply !== '';

function dialogueOf({ newline, prompt, rejects, echo, wakes }: Findings): string {
  const entries = [
    `newline: ${quoted(newline)}`,
    ...(prompt === undefined ? [] : [`prompt: /${patternOf(prompt.trimEnd())}\\s*$/`]),
    ...(rejects === undefined ? [] : [`rejected: /${patternOf(rejects.trim())}\\s*$/`]),
    ...(wakes ? ["wake: { send: '' }"] : []),
    ...(echo ? ["echo: 'remove'"] : []),
    ...(prompt === undefined ? ["until: silence('1 s')"] : []),
  ];
  return `${prompt === undefined ? `  ${HINTS.until}\n` : ''}  dialogue: ${objectOf(entries, '  ')},`;
}

function discoveryOf(findings: Findings): string {
  const { status } = findings;
  const streams = streamed(findings);
  const found = status === undefined ? "otherwise: 'command'" : `ask: ${quoted(status)}`;
  const names = streams.map(({ name }) => quoted(name)).join(', ');
  const states = [
    // Samples show that it streams; whoever answers otherwise listens to commands.
    status === undefined ? 'command: {}' : 'command: { shows: /^/ }',
    ...(streams.length > 0 ? [`${STREAMING}: { streaming: [${names}] }`] : []),
  ];
  return `\
${status === undefined ? `  ${HINTS.discover}\n` : ''}  discover: { listen: '3 s', ${found} },
${status === undefined ? '' : `  ${HINTS.shows}\n`}  states: ${objectOf(states, '  ')},`;
}

function commandsOf({ commands }: Findings): string {
  const entries = commands.map((command) => {
    const parts = [
      `send: ${quoted(command.sent)}`,
      ...(command.in === undefined ? [] : [`in: ${quoted(command.in)}`]),
      ...(command.to === undefined ? [] : [`to: ${quoted(command.to)}`]),
      ...(command.yields === undefined ? [] : [`yields: ${quoted(command.yields)}`]),
      ...(isSilent(command) ? ['until: nothing'] : []),
      ...(unprompted(command) ? ["until: silence('1 s')"] : []),
    ];
    return `${command.name}: { ${parts.join(', ')} }`;
  });
  return `${entries.length === 0 ? `  ${HINTS.commands}\n` : ''}  commands: ${objectOf(entries, '  ')},`;
}

function parametersOf({ parameters }: Findings): string {
  if (parameters.length === 0) return `  ${HINTS.parameters}\n  parameters: {},`;
  const groups = [...Map.groupBy(parameters, ({ shownBy }) => shownBy)].map(([command, own]) => {
    const inner = own.map(({ name, source }) => `${name}: ${source}`);
    return `...shownBy(${quoted(command)}, ${objectOf(inner, '    ')})`;
  });
  return `  // Those that may be changed: settable('NAME=', …).\n  parameters: ${objectOf(groups, '  ')},`;
}

function samplesOf({ streams }: Findings): string {
  const entries = streams.map(({ name, source }) => `${name}: ${source}`);
  return `  ${streams.length === 0 ? HINTS.samples : HINTS.fields}\n  samples: ${objectOf(entries, '  ')},`;
}

function simulationOf(findings: Findings): string {
  const { prompt = '', rejects = '', commands, streams } = findings;
  const replies = commands
    .filter(({ yields, reply }) => yields === undefined || reply !== '')
    .map(({ name, reply }) => `${name}: ${quotedLines(reply)}`);
  const records = streams.map(
    ({ name, example, isText }) =>
      `${name}: ${isText ? quoted(toText(example)) : `Uint8Array.of(${byteList(example).slice(1, -1)})`}`,
  );
  const rates = streamed(findings).map(({ name, every = 1 }) => `${name}: { every: '${every} s' }`);
  const entries = [
    `prompt: ${quoted(prompt)}`,
    `rejects: ${quoted(rejects)}`,
    `replies: ${objectOf(replies, '    ')}`,
    `records: ${objectOf(records, '    ')}`,
    `streams: ${objectOf(rates, '    ')}`,
    'values: {}',
  ];
  return `  ${HINTS.simulation}\n  simulation: ${objectOf(entries, '  ')},`;
}
