// Publishes to the broker of its argument until it is ended: for tests that kill it.
import { localBus } from '../bus/local-bus.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { startPublishing } from './start-publishing.ts';
import { configWith } from './test-messages.ts';

const config = configWith({ mqtt: { url: process.argv[2] } });
await startPublishing({ bus: localBus(), clock: systemClock, logger: silentLogger, config });
