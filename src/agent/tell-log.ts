import { PORT_AGENT_LOST } from '../driver/single-connection-driver.ts';
import type { Logger } from '../kit/logger.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';

/** What goes wrong is said, whoever looks or not. A port agent that is gone is said by whoever looks for it again. */
export function tellLog(logger: Logger, instrument: string, event: DriverAsyncEvent): void {
  if (event.type === 'error' && event.during !== PORT_AGENT_LOST) {
    logger.warn({ instrument, error: event.error.message }, event.during);
  } else if (event.type === 'state_change') {
    const { state, previous } = event;
    if (previous === 'disconnected' && state === 'instrument_disconnected')
      logger.info({ instrument }, 'the instrument is not reached yet');
    if (previous === 'instrument_disconnected' && !state.endsWith('disconnected'))
      logger.info({ instrument }, 'the instrument is reached');
  } else if (event.type === 'job') {
    const { job, status, reason } = event;
    const facts = { instrument, job, ...(reason !== undefined && { reason }) };
    if (status === 'failed') logger.warn(facts, 'job failed');
    else if (reason !== undefined) logger.info(facts, `job ${status}`);
  }
}
