import type { z } from 'zod';
import type { InstrumentOverview } from '../../../../../src/model/api/instrument.ts';
import type { instrumentMetadata } from '../../../../../src/model/api/metadata.ts';

/** What an instrument is described by, as the API tells it. */
export type Described = z.infer<typeof instrumentMetadata>;

/** What every sheet of the screen is given. */
export interface Known {
  readonly id: string;
  readonly overview: InstrumentOverview;
  readonly described: Described;
  readonly reload: () => void;
}
