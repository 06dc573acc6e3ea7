import { DeclaredDriver, loadInstrument, systemClock } from '../../src/index.ts';
import { FORMS } from './forms.ts';
import type { SubscriberPlan } from './subscriber-plan.ts';

/** A driver, as a program of a user attaches one to a port agent. */
export async function fromDriver(
  { form, port, httpPort }: SubscriberPlan,
  took: (numbers: readonly number[]) => void,
): Promise<void> {
  const { kind, stream, numberOf } = FORMS[form];
  const driver = new DeclaredDriver(
    (event) => {
      if (event.type === 'error') throw event.error;
      if (event.type !== 'sample') return;
      took(event.samples.filter((sample) => sample.stream === stream).map(({ values }) => numberOf(values)));
    },
    { definition: await loadInstrument(kind), instrument: 'instrument', clock: systemClock },
  );
  await driver.configure({ addr: '127.0.0.1', port, http_port: httpPort, from: 'start' });
  await driver.connect();
}
