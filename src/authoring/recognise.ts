import { concatBytes, toBytes } from '../kit/bytes.ts';
import type { InputPiece } from '../sieve/input-piece.ts';
import { exchangesIn } from '../simulator/exchanges.ts';
import type { Findings, FoundCommand, FoundStream } from './findings.ts';
import { commandsIn, isRefusal, SETTING } from './recognise-commands.ts';
import { frameStreams, isBinary } from './recognise-frames.ts';
import { type HeardLine, lineStreams } from './recognise-lines.ts';
import { parametersIn, type Typed } from './recognise-parameters.ts';
import { linesIn, mannerOf, type Spoken, spokenIn } from './spoken.ts';
import { streamOf } from './streaming.ts';

/** What was recognised, and the bytes that show it: by the name of a fixture. */
export interface Recognition {
  readonly findings: Findings;
  readonly fixtures: Readonly<Record<string, Uint8Array>>;
}

/** Of what came by itself the first records are a fixture. */
const FIXTURE_RECORDS = 5;

/** Looks through what was said on a line for all that a definition can say. */
export function recognise(pieces: readonly InputPiece[]): Recognition {
  const exchanges = exchangesIn(pieces);
  const manner = mannerOf(exchanges);
  const spoken = exchanges.map((exchange) => spokenIn(exchange, manner));
  const streams = streamsIn(spoken);
  const commands = commandsIn(spoken, streams);
  const asked = spoken.filter(({ isAsked }) => isAsked);
  const refusal = asked.find(isRefusal);
  const status = statusOf(commands, asked);
  const findings: Findings = {
    newline: manner.newline,
    ...(manner.prompt !== undefined && { prompt: manner.prompt }),
    ...(refusal && { rejects: refusal.reply + (refusal.prompted ? (manner.prompt ?? '') : '') }),
    echo: manner.echo,
    wakes: asked.some(({ sent, reply, prompted }) => sent === '' && prompted && reply.trim() === ''),
    ...(status !== undefined && { status }),
    commands,
    parameters: parametersOf(commands, typedIn(asked)),
    streams,
  };
  return { findings, fixtures: fixturesOf(spoken, commands, streams) };
}

function streamsIn(spoken: readonly Spoken[]): readonly FoundStream[] {
  const all = concatBytes([new Uint8Array(), ...spoken.map(({ bytes }) => bytes)]);
  const frames = frameStreams(all);
  if (frames.length > 0 || isBinary(all)) return frames;
  const replies = spoken.flatMap(({ reply }): HeardLine[] => {
    const lines = linesIn(reply).filter((line) => line.trim() !== '');
    return lines.length === 1 ? [{ raw: lines[0]! }] : [];
  });
  return lineStreams(
    spoken.flatMap(({ rest }) => rest),
    replies,
  );
}

/** The command that was asked most often of those that tell something; of several the one that tells most. */
function statusOf(commands: readonly FoundCommand[], asked: readonly Spoken[]): string | undefined {
  const times = ({ sent }: FoundCommand): number => asked.filter((one) => one.sent === sent).length;
  const telling = commands.filter(
    ({ to, yields, prompted, reply }) => to === undefined && yields === undefined && prompted && reply.trim() !== '',
  );
  return telling.sort((a, b) => times(b) - times(a) || b.reply.length - a.reply.length)[0]?.name;
}

const typedIn = (asked: readonly Spoken[]): Typed =>
  new Map(
    asked.flatMap(({ sent }) => {
      const [, word = '', sign = ''] = SETTING.exec(sent) ?? [];
      return word === '' ? [] : [[word.toLowerCase(), word + sign] as const];
    }),
  );

function parametersOf(commands: readonly FoundCommand[], typed: Typed): Findings['parameters'] {
  const all = commands.flatMap(({ name, reply }) =>
    linesIn(reply).length > 1 ? parametersIn(name, reply, typed) : [],
  );
  return all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i);
}

function fixturesOf(
  spoken: readonly Spoken[],
  commands: readonly FoundCommand[],
  streams: readonly FoundStream[],
): Record<string, Uint8Array> {
  const fixtures: Record<string, Uint8Array> = {};
  for (const { name, sent, to } of commands) {
    const one = spoken.find((other) => other.isAsked && other.sent === sent);
    if (one !== undefined && to === undefined) fixtures[`${name}.bin`] = one.bytes;
  }
  for (const stream of streams) {
    const lines = spoken.flatMap(({ rest }) => rest).filter(({ raw }) => streamOf(raw, streams) === stream);
    const first = lines.slice(0, FIXTURE_RECORDS).map(({ raw }) => raw);
    const own = stream.isText ? toBytes(first.join('')) : stream.example;
    if (own.length > 0) fixtures[`${stream.name}.bin`] = own;
  }
  return fixtures;
}
