import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instrument } from '../definition/instrument.ts';
import { linksOf, streamsOver } from '../definition/links.ts';
import { positionIn } from '../driver/resume-point.ts';
import { makeFolder } from '../kit/files.ts';
import { inScope } from '../kit/scope.ts';
import { toIso } from '../kit/time.ts';
import type { ResumePoint } from '../model/driver-event.ts';
import type { Refiner } from '../refine/refiner.ts';
import type { StreamFacts } from '../store/day-metadata.ts';
import {
  claimReplacements,
  type ReplacementContext,
  recoverReplacements,
  replace,
} from '../store/replace/replacement.ts';
import { placesOf, type ReplacedFile, readManifest, stampOf } from '../store/replace/replacement-manifest.ts';
import { type CompareLogOptions, compareLog } from './compare-log.ts';
import { describedOtherwise } from './described.ts';
import { type Differences, isDifferent, NO_DIFFERENCES, together } from './differences.ts';
import type { ComparedPart } from './part-comparison.ts';
import { stagePart } from './stage.ts';

export interface ReparseOptions
  extends Pick<CompareLogOptions, 'instrument' | 'days' | 'before' | 'signal' | 'onProgress'>,
    ReplacementContext {
  readonly definition: Instrument;
  /** The folder of the log of a link. */
  readonly logOf: (link: string) => string;
  /** Those of the definition, or some of them. */
  readonly streams: readonly string[];
  readonly makeRefiner: () => Refiner;
  /** What is known of a stream, once its samples were refined. */
  readonly factsOf: (stream: string, refiner: Refiner) => StreamFacts;
  /** What stands there in the log or behind it is left to the agent that writes the files. */
  readonly bound: ResumePoint | undefined;
  /** Only says what would become different. */
  readonly dryRun: boolean;
}

/** What was found of a stream. */
export interface StreamReport {
  readonly stream: string;
  readonly differences: Differences;
  /** What the files say of it, and do not say so any more. */
  readonly described: readonly string[];
  /** Its files that differ. */
  readonly files: readonly string[];
}

export interface ReparseReport {
  readonly streams: readonly StreamReport[];
  /** Under which the old files are kept; nothing where none was replaced. */
  readonly replacement?: string;
}

/** A file that was compared, and how its description differs. */
interface Judged extends ComparedPart {
  readonly facts: StreamFacts;
  readonly described: readonly string[];
}

/**
 * Decodes days of an instrument's log anew, compares what that gives with its files, and replaces those that differ: all of them or, should
 * it be broken off, none, or the rest when the instrument is opened next. Where nothing differs nothing is touched.
 */
export async function reparse(options: ReparseOptions): Promise<ReparseReport> {
  const { own, clock, dryRun } = options;
  return inScope(async (use) => {
    use(await claimReplacements(own));
    await recoverReplacements(options);
    const stamp = stampOf(toIso(clock.now()));
    const { folder } = placesOf(own, stamp);
    const work = join(folder, 'work');
    try {
      await makeFolder(work);
      const judged = await compareLinks(options, work);
      const differing = judged.filter(isOther);
      const streams = options.streams.map((stream) => reportOf(stream, judged));
      if (dryRun || differing.length === 0) {
        await rm(folder, { recursive: true });
        return { streams };
      }
      const files: ReplacedFile[] = [];
      for (const part of differing) {
        options.signal?.throwIfAborted();
        const staged = placesOf(own, stamp).staged(part.stream);
        files.push(await stagePart(options.connection, part, part.facts, staged));
      }
      await rm(work, { recursive: true });
      options.signal?.throwIfAborted();
      const definition = differing[0]!.facts.definitions.at(-1) ?? '';
      const manifest = { version: 1, state: 'replacing', definition, summary: summaryOf(streams), files } as const;
      await replace(options, stamp, manifest);
      return { streams, replacement: stamp };
    } catch (error) {
      // What was decided is carried out when the instrument is opened next.
      if ((await readManifest(own, stamp)) === undefined) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  });
}

async function compareLinks(options: ReparseOptions, work: string): Promise<Judged[]> {
  const { definition, logOf, makeRefiner, factsOf } = options;
  const judged: Judged[] = [];
  for (const link of linksOf(definition)) {
    const over = Object.keys(streamsOver(definition, link));
    const streams = options.streams.filter((stream) => over.includes(stream));
    if (streams.length === 0) continue;
    const bound = positionIn(options.bound, link);
    const refiner = makeRefiner();
    const parts = await compareLog({ ...options, link, dir: logOf(link), streams, bound, refiner, work });
    for (const part of parts) {
      const facts = factsOf(part.stream, refiner);
      judged.push({ ...part, facts, described: part.stored ? describedOtherwise(part.stored, facts) : [] });
    }
  }
  return judged;
}

const isOther = ({ differences, described, stored }: Judged): boolean =>
  isDifferent(differences) || (described.length > 0 && stored !== undefined && stored.comparable > 0);

function reportOf(stream: string, judged: readonly Judged[]): StreamReport {
  const own = judged.filter((part) => part.stream === stream);
  const other = own.filter(isOther);
  return {
    stream,
    differences: own.reduce<Differences>((sum, { differences }) => together(sum, differences), NO_DIFFERENCES),
    described: [...new Set(other.flatMap(({ described }) => described))],
    files: other.map(({ day, part }) => (part === 1 ? day : `${day} (${part})`)),
  };
}

const summaryOf = (streams: readonly StreamReport[]): string =>
  streams
    .filter(({ files }) => files.length > 0)
    .map(({ stream, files, differences: { changed, added, gone } }) => {
      const days = files.length === 1 ? files[0] : `${files.length} files`;
      return `${stream}: ${changed} changed, ${added} new, ${gone} gone in ${days}`;
    })
    .join('; ');
