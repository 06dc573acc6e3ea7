import type { DuckDBConnection } from '@duckdb/node-api';
import { folders } from '../agent/folders.ts';
import { factsOf } from '../agent/outputs.ts';
import { linkedName } from '../config/port-agents.ts';
import type { QualityConfig } from '../config/quality-schema.ts';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import { fromIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { givenCalibrations } from '../refine/given-calibrations.ts';
import { makeRefiner } from '../refine/make-refiner.ts';
import { historyFor } from '../refine/recall-history.ts';
import type { Refiner } from '../refine/refiner.ts';
import { readShownCalibrations } from '../store/calibration-history.ts';
import type { DayMetadata, StreamFacts } from '../store/day-metadata.ts';
import type { Duck } from '../store/duck.ts';
import { openSamples } from '../store/read/stored-samples.ts';
import { streamsIn } from '../store/stored-parts.ts';
import type { CliContext } from './context.ts';
import { deployedAs, type KindOptions, newestMetadata } from './deployed-as.ts';
import { refuseWithoutConfig } from './refuse-without-config.ts';

/** An instrument whose log is decoded without a driver: what is needed so that the same comes out as with one. */
export interface StoredInstrument {
  readonly id: string;
  /** Its folder. */
  readonly own: string;
  readonly definition: Instrument;
  /** The folder of a link's log. */
  readonly logOf: (link: string) => string;
  readonly makeRefiner: () => Refiner;
  /** What is known of a stream, as far as its samples were refined. */
  readonly factsOf: (stream: string, refiner: Refiner) => StreamFacts;
  /** The last samples of the streams before a day, as many as a refiner must know. */
  readonly before: (day: string, refiner: Refiner) => Promise<readonly Sample[]>;
}

type Known = Pick<InstrumentConfig, 'name' | 'position' | 'calibrations' | 'on'> & {
  readonly quality?: QualityConfig | undefined;
};

/** Finds an instrument in a configuration, or by its folder; its definition is that of its configuration or of its files, where none is named. */
export async function storedInstrument(
  context: CliContext,
  id: string,
  options: KindOptions,
  { duck, connection }: { readonly duck: Duck; readonly connection: DuckDBConnection },
): Promise<StoredInstrument> {
  const { data, own, config, configured, ...deployed } = await deployedAs(context, id, options);
  const newestOfEach = await newestMetadata(connection, own);
  const [newest] = newestOfEach;
  const definition = await deployed.definition(async () => newest?.instrument.kind);
  const known: Known = configured ?? {};
  const shown = await readShownCalibrations(own);
  const making = () =>
    makeRefiner({
      definition,
      quality: known.quality,
      position: positionOf(known, newest),
      given: givenCalibrations(known),
      shown,
    });
  if (configured === undefined) refuseWithoutConfig(making(), newestOfEach);
  return {
    id,
    own,
    definition,
    logOf: logsOf(data, id, known.on, config),
    makeRefiner: making,
    factsOf: (stream, refiner) => {
      const facts = factsOf(config?.site, id, known, { definition, refiner }, stream);
      // What was known of it when its samples were kept, and is told by nobody here.
      return { ...facts, instrument: { ...newest?.instrument, ...facts.instrument } };
    },
    before: async (day, refiner) => {
      const there = await streamsIn(own);
      const stored = await openSamples(data, { duck });
      const to = fromIso(day);
      return historyFor(refiner, async (stream, count) =>
        there.includes(stream) ? stored.latest({ instrument: id, stream, count, to }) : [],
      );
    },
  };
}

const positionOf = ({ position }: Known, newest: DayMetadata | undefined) => position ?? newest?.instrument.position;

/** An instrument that is found behind another one has its bytes in that one's log. */
function logsOf(data: string, id: string, host: string | undefined, config: Config | undefined) {
  return (link: string): string => {
    if (host === undefined) return folders(data, link === '' ? id : linkedName(id, link)).log;
    const links = Object.keys(config?.instruments[host]?.links ?? {});
    return folders(data, links[0] === undefined ? host : linkedName(host, links[0])).log;
  };
}
