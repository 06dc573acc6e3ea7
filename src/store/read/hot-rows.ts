import type { RefinedStream } from '../../refine/refiner.ts';
import type { Pages } from '../parquet/pages.ts';

/** Rows of one stream that are in no file yet, as they stand at one moment. */
export interface HotStream {
  readonly stream: RefinedStream;
  /** By their day, in the order in which they will be written. */
  readonly days: ReadonlyMap<string, Pages>;
  /**
   * So many rows of a file stand before these, by the file's name; 0 for one that is still to be made. A file that these rows are
   * being written to is named before it is replaced; of others, a reader counts the rows itself.
   */
  readonly written: ReadonlyMap<string, number>;
}

/**
 * The hot rows of a stream, if there are any. A reader takes them first and of each file only the rows that stand before them: files only
 * ever become longer, so whatever is written meanwhile, every row is seen once.
 */
export type HotRows = (instrument: string, stream: string) => HotStream | undefined;
