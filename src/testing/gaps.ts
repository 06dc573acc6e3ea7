import type { Instrument } from '../definition/instrument.ts';
import { sharesFrames } from '../definition/stream.ts';
import type { Fixture } from './fixture.ts';

/** Whether the stream is one of these, or comes with one of them in the same frames. */
const among = (names: readonly string[], stream: string, samples: Instrument['samples']): boolean =>
  names.some((name) => name === stream || sharesFrames(samples[name], samples[stream]));

/** What a definition does not say yet, each as a sentence that tells what to do next. */
export function gapsOf(definition: Instrument, fixtures: readonly Fixture[]): readonly string[] {
  const { commands, samples, simulation, discover, states, rides } = definition;
  const streams = Object.keys(samples);
  const asked = new Set([
    ...[discover.ask ?? []].flat(),
    ...Object.values(definition.parameters).flatMap((parameter) =>
      parameter.source === 'text' && parameter.shownBy !== undefined ? [parameter.shownBy] : [],
    ),
  ]);
  // Answers are found by what is sent: which command they are for is not known here.
  const unanswered = simulation.answers ? [] : [...asked].filter((name) => !(name in simulation.replies));
  const streamed = Object.values(states).flatMap(({ streaming = [] }) => streaming);
  const yielded = Object.values(commands).flatMap(({ yields = [] }) => yields);
  const unanswering = Object.entries(commands).filter(([name]) => !(name in simulation.replies));
  const fromRecords = new Set([...streamed, ...unanswering.flatMap(([, { yields = [] }]) => yields)]);
  return [
    ...(streams.length === 0
      ? ['no stream yet: say in `samples` what a sample looks like, as a line, a block or a frame']
      : []),
    ...(fixtures.length === 0
      ? ['no fixture yet: save what the instrument sent in fixtures/NAME.bin, and what it means in fixtures/NAME.json']
      : []),
    ...(Object.keys(commands).length === 0 && rides === undefined
      ? ['no command yet: say in `commands` what is sent, beginning with the one that shows how the instrument stands']
      : []),
    ...unanswered.map(
      (name) => `the simulation does not answer '${name}' yet: copy a reply to it into simulation.replies`,
    ),
    ...[...fromRecords]
      .filter((stream) => !among(Object.keys(simulation.records), stream, samples))
      .map((stream) => `the simulation has no '${stream}' yet: copy a record of it into simulation.records`),
    ...streams
      .filter((stream) => !among([...streamed, ...yielded], stream, samples))
      .map(
        (stream) => `nothing brings '${stream}' yet: name it in a state's \`streaming\`, or in a command's \`yields\``,
      ),
  ];
}
