import type { InstrumentOverview } from '../../../../../src/model/api/instrument.ts';
import type { ConfigMetadata } from '../../../../../src/model/metadata.ts';

/** What an instrument is described by, as the API tells it. */
export interface Described extends ConfigMetadata {
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly by: string }[];
  readonly links: readonly string[];
}

/** What every sheet of the screen is given. */
export interface Known {
  readonly id: string;
  readonly overview: InstrumentOverview;
  readonly described: Described;
  readonly reload: () => void;
}
