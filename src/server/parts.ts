import type { Access } from '../access/access.ts';
import type { Bus } from '../bus/bus.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import type { Nanos } from '../kit/time.ts';
import type { HotRows } from '../store/read/hot-rows.ts';
import type { KindSource } from './kinds/kind-source.ts';
import type { Limits } from './limits.ts';
import type { LiveFeed } from './live/live-feed.ts';
import type { ServerMetrics } from './metrics/server-metrics.ts';
import type { SharedSamples } from './stored/shared-samples.ts';
import type { Traffic } from './traffic.ts';

/** What a server is given by the program that it is of. */
export interface Surroundings {
  readonly bus: Bus;
  readonly access: Access;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Config;
  /** Every kind of instrument that is known; those of Sonde itself where nothing is said. */
  readonly catalogue?: KindSource | undefined;
  /** Samples of this process that are in no file yet. */
  readonly hot?: HotRows | undefined;
}

/** What the endpoints are made with. */
export interface Parts extends Surroundings {
  readonly limits: Limits;
  readonly traffic: Traffic;
  readonly live: LiveFeed;
  readonly started: Nanos;
  readonly catalogue: KindSource;
  readonly samples: SharedSamples;
  readonly metrics: ServerMetrics;
}
