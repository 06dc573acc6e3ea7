import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, describeError } from '../kit/errors.ts';
import { writeFileAtomic } from '../kit/files.ts';
import { Mutex } from '../kit/mutex.ts';
import { isSameSet, type ShownCalibration } from '../refine/calibration.ts';
import type { Refiner } from '../refine/refiner.ts';
import { calibrationsLock } from './layout.ts';
import { withLock } from './locks.ts';
import type { SampleSink } from './sample-sink.ts';

const history: z.ZodType<readonly ShownCalibration[]> = z.array(
  z.strictObject({
    since: z.iso.datetime(),
    date: z.iso.date().exactOptional(),
    coefficients: z.record(z.string(), z.number()),
  }),
);

const fileIn = (own: string): string => join(own, 'calibrations.json');

/** The sets of coefficients that an instrument has shown, oldest first, as they stand in its folder; a `ConfigError` where they cannot be read. */
export async function readShownCalibrations(own: string): Promise<readonly ShownCalibration[]> {
  const path = fileIn(own);
  try {
    return history.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    const message = `is not what Sonde wrote: ${describeError(error)}. Remove it: it is made again when the instrument shows its coefficients, and by sonde reparse`;
    throw new ConfigError([{ name: path, message }], { cause: error });
  }
}

const isSame = (a: ShownCalibration, b: ShownCalibration): boolean =>
  a.since === b.since && isSameSet(a.coefficients, b.coefficients);

/** Adds sets to those that stand there already, also when others do so at the same time. */
export async function saveShownCalibrations(own: string, shown: readonly ShownCalibration[]): Promise<void> {
  if (shown.length > 0) await withLock(calibrationsLock(own), () => add(own, shown));
}

async function add(own: string, shown: readonly ShownCalibration[]): Promise<void> {
  const before = await readShownCalibrations(own);
  const added = shown.filter((one) => !before.some((other) => isSame(one, other)));
  if (added.length === 0) return;
  const all = [...before, ...added].sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
  await writeFileAtomic(fileIn(own), `${JSON.stringify(all, null, 2)}\n`);
}

/** Keeps what a refiner learns from its samples, so that it is safe before the checkpoint lies behind them. */
export function calibrationSink(own: string, refiner: Pick<Refiner, 'shown'>): SampleSink {
  let saved = refiner.shown.length;
  const turns = new Mutex();
  const save = (): Promise<boolean> =>
    turns.run(async () => {
      const { shown } = refiner;
      if (shown.length !== saved) await saveShownCalibrations(own, shown);
      saved = shown.length;
      return true;
    });
  return {
    load: 0,
    append: () => {},
    settle: () => {},
    flush: save,
    [Symbol.asyncDispose]: async () => void (await save()),
  };
}
