import { join } from 'node:path';
import { ConfigError, type Issue } from '../kit/errors.ts';
import { inScope } from '../kit/scope.ts';
import { logDays } from '../packet/log-days.ts';
import { withDay } from '../packet/open-day.ts';
import type { Generation } from '../packet/types.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { claimImport } from './claim-import.ts';
import type { ImportCounts } from './import-counts.ts';
import { type ImportLogOptions, importLog } from './import-log.ts';
import { type ImportSamplesOptions, importSamples, type SampleCounts } from './import-samples.ts';
import { importFolder, type Journal } from './journal.ts';
import { digestOfFile, type RecordedFile } from './recorded-file.ts';
import { filesUnder, type Surveyed, survey } from './survey.ts';

type Shared = 'dir' | 'clock' | 'signal';

export interface ImportOptions
  extends Pick<ImportLogOptions, Shared | 'dryRun'>,
    Omit<ImportSamplesOptions, 'journal' | 'folder' | 'onProgress'> {
  /** Files, and folders that hold some. */
  readonly places: readonly string[];
  /** Of the datalogs; told from their heartbeats where it is not given. */
  readonly generation?: Generation | undefined;
  /** Told when all files were looked at, and their bytes are known. */
  readonly onSurvey?: (files: readonly Surveyed[]) => void;
  readonly onLog?: ImportLogOptions['onProgress'];
  readonly onSamples?: ImportSamplesOptions['onProgress'];
}

export interface ImportReport {
  readonly log: ImportCounts;
  readonly samples: SampleCounts;
}

/**
 * Brings archives into an instrument's log, and makes samples of them. Broken off anywhere, the same call goes on. A `ConfigError` names all
 * files that cannot be imported, before anything is written.
 */
export async function importFiles(options: ImportOptions): Promise<ImportReport> {
  const { own, places, generation, signal, dryRun, definition } = options;
  const folder = importFolder(own, options.link);
  return inScope(async (use) => {
    const journal = await claimImport(folder, use);
    checkKind(journal, definition.kind, own);
    const found = await filesUnder(places);
    await refuseChanged(journal, found, signal);
    const files = await survey(found, generation, signal);
    options.onSurvey?.(files);
    if (!dryRun && journal.state.kind === undefined) await journal.note({ what: 'begun', kind: definition.kind });
    const log = await importLog({
      ...options,
      folder,
      journal,
      files,
      ...(options.onLog && { onProgress: options.onLog }),
    });
    if (dryRun) return { log, samples: {} };
    const { onSamples } = options;
    const samples = await importSamples({ ...options, folder, journal, ...(onSamples && { onProgress: onSamples }) });
    await beginBehind(options);
    return { log, samples };
  });
}

function checkKind({ state }: Journal, kind: string, own: string): void {
  if (state.kind === undefined || state.kind === kind) return;
  throw new ConfigError([{ name: kind, message: `what was imported into ${own} before is of kind ${state.kind}` }]);
}

/** A file that was imported is not what it was: what is in the log of it stays, and nobody knows what is new. */
async function refuseChanged(
  { state }: Journal,
  files: readonly RecordedFile[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const issues: Issue[] = [];
  for (const { path, size, modified } of files) {
    const known = state.files.get(path);
    if (known === undefined || (known.size === size && known.modified === modified)) continue;
    if (known.size === size && (await digestOfFile(path, signal)) === known.digest) continue;
    issues.push({
      name: path,
      message: `is not the file that was imported (${known.size} bytes then, ${size} now): leave it out, or give what is new as a file of its own`,
    });
  }
  if (issues.length > 0) throw new ConfigError(issues);
}

/** An agent that runs the instrument later does not read what was imported again. */
async function beginBehind({ own, dir, link }: ImportOptions): Promise<void> {
  const checkpoint = checkpointFile(join(own, 'checkpoint.json'));
  if (link !== '' || (await checkpoint.read()) !== undefined) return;
  const day = (await logDays(dir)).at(-1);
  if (day === undefined) return;
  const size = await withDay(dir, day, async (source) => source.size);
  await checkpoint.write({ resume: { day, offset: size } });
}
