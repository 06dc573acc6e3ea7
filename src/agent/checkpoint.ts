import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../kit/files.ts';
import type { Position } from '../packet/position.ts';

const schema = z.object({
  resume: z.object({ day: z.string().regex(/^\d{4}-\d\d-\d\d$/), offset: z.number().int().nonnegative() }),
});

/** How far in the log an instrument's samples have been taken care of. */
export interface Checkpoint {
  /** `undefined` where there is none, or none that can be read. */
  read(): Promise<Position | undefined>;
  write(resume: Position): Promise<void>;
}

/** A checkpoint in a file of its own. Without one everything is read again, and what was kept already is passed over. */
export const checkpointFile = (path: string): Checkpoint => ({
  async read() {
    try {
      return schema.parse(JSON.parse(await readFile(path, 'utf8'))).resume;
    } catch {
      return undefined;
    }
  },
  write: (resume) => writeFileAtomic(path, `${JSON.stringify({ resume })}\n`),
});
