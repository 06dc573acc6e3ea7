import { checkInstrument } from '../definition/check-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { survivesFlippedBits, survivesForeignLines, survivesNoise, survivesTruncation } from './damage.ts';
import { coversAll, decodesAsExpected, decodesInPieces, resumesWhereItStood } from './decoding.ts';
import { derivesAll, derivesSomething } from './deriving.ts';
import { clockIsUnderstood, parametersAreShown, simulationIsUnderstood } from './describing.ts';
import type { Fixture } from './fixture.ts';
import { patternsAreQuick } from './quickness.ts';

/** One thing that every definition must pass. */
export interface Check {
  readonly name: string;
  /** What its author looks at when it fails. */
  readonly advice: string;
  /** It judges the fixtures: a definition whose folder is not at hand is spared it. */
  readonly ofFixtures?: true;
  /** Throws when it is not so. */
  run(): void | Promise<void>;
}

/** What every definition must pass, beside a whole life with its simulator. */
export function checksOf(definition: Instrument, fixtures: readonly Fixture[]): readonly Check[] {
  return [
    {
      name: 'the definition does not contradict itself',
      advice: 'each line names a place in the definition and what would be right there',
      run: () => checkInstrument(definition),
    },
    {
      name: 'each parameter is found once in the reply that shows it, and survives being sent',
      advice:
        'compare the pattern with the reply in simulation.replies: it must match in one place only, with the value as group 1',
      run: () => parametersAreShown(definition),
    },
    {
      name: 'the simulation sends what the sieve understands',
      advice: 'compare the record in simulation.records, byte for byte, with the pattern or frame of its stream',
      run: () => simulationIsUnderstood(definition),
    },
    {
      name: 'the clock that is set shows the time that it was set to',
      advice: 'look at clock.read, clock.write and clock.set: what one writes the other must read',
      run: () => clockIsUnderstood(definition),
    },
    {
      name: 'no pattern takes long over a line that does not end',
      advice:
        'begin the pattern with ^, or with a lookbehind such as (?<!\\d) where it begins with a run of characters',
      run: () => patternsAreQuick(definition),
    },
    {
      name: 'each stream has a fixture, and each field a value in one',
      ofFixtures: true,
      advice: 'save what the instrument sent in fixtures/, unchanged; sonde record does that',
      run: () => coversAll(definition, fixtures),
    },
    ...(derivesSomething(definition)
      ? [
          {
            name: 'each derived value is computed from a record in a fixture',
            ofFixtures: true as const,
            advice: 'look at `derives`: its fields must have values in one record, and its coefficients in a fixture',
            run: () => derivesAll(definition, fixtures),
          },
        ]
      : []),
    ...fixtures.flatMap((fixture) => fixtureChecks(definition, fixture)),
    {
      name: 'behind a record that was cut at any byte, the next is found',
      advice: 'a pattern or frame takes bytes of the next record for its own: begin and end it more strictly',
      run: () => survivesTruncation(definition, fixtures),
    },
    {
      name: 'noise and broken records cost no others',
      advice: 'a pattern or frame takes noise for a record: begin and end it more strictly, or give its checksum',
      run: () => survivesNoise(definition, fixtures),
    },
    {
      name: 'a flipped bit costs the record that it hit, and no other',
      advice: 'a damaged record takes the next one with it: limit its length, or begin and end it more strictly',
      run: () => survivesFlippedBits(definition, fixtures),
    },
    {
      name: 'lines of a logger between records and in the middle of one cost no others',
      advice: "a pattern takes a logger's line for its own: begin and end it more strictly",
      run: () => survivesForeignLines(definition, fixtures),
    },
  ];
}

const fixtureChecks = (definition: Instrument, fixture: Fixture): Check[] => [
  {
    name: `${fixture.name} holds what it should`,
    advice:
      'compare the bytes with the manual: the definition is wrong, or what the .json beside them says that they hold',
    run: () => decodesAsExpected(definition, fixture),
  },
  {
    name: `${fixture.name} in pieces of 1 to 64 bytes holds the same`,
    advice: 'what a record is must not depend on what came before or after it in the same read',
    run: () => decodesInPieces(definition, fixture),
  },
  {
    name: `${fixture.name} can be resumed anywhere`,
    advice: 'a record must be known by its own bytes alone',
    run: () => resumesWhereItStood(definition, fixture),
  },
];
