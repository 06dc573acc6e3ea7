import type { ProcessUse } from '../harness/bench.ts';
import { watchProcess } from '../harness/process-use.ts';
import type { Plan } from './device-plan.ts';
import { forked } from './forked.ts';
import type { FormName } from './forms.ts';
import { openScene } from './scene.ts';
import type { Way } from './subscriber.ts';
import type { SubscriberNews, SubscriberPlan } from './subscriber-plan.ts';

const isSubscriberNews = (message: unknown): message is SubscriberNews =>
  typeof message === 'object' && message !== null && 'type' in message;

/** What came of a plan: all records, each once and in order. */
export interface Taken {
  /** From the first byte of the planned ones to the last record in the subscriber's hands, in ms. */
  readonly milliseconds: number;
  /** Of each planned record that was sent with a gap, in ms, from the smallest. */
  readonly delays: readonly number[];
  readonly processes: readonly ProcessUse[];
}

/** Has a subscriber take all that a device sends: over a port agent for the driver, from the device itself for the others. */
export async function subscribe(way: Way, form: FormName, plan: Plan): Promise<Taken> {
  await using scene = await openScene(form, plan);
  const { folder, device, count } = { ...scene, ...plan };
  const agent = way === 'driver' ? await scene.startPortAgent() : undefined;
  const wanted: SubscriberPlan = {
    form,
    count,
    folder,
    ...(agent ? { port: agent.ports.data, httpPort: agent.ports.http } : { port: scene.port }),
    ...(plan.gap !== undefined && { timesFrom: plan.warmUp }),
  };
  await using subscriber = forked<SubscriberNews>('subscriber.ts', [way, JSON.stringify(wanted)], isSubscriberNews);
  await subscriber.told('ready');
  const uses = await Promise.all([
    ...(agent ? [watchProcess('port agent', agent.pid)] : []),
    watchProcess(agent ? 'driver and subscriber' : 'subscriber', subscriber.pid),
  ]);
  device.go();
  const { at, times } = await subscriber.told('done');
  const processes = await Promise.all(uses.map((use) => use()));
  const { start, times: sent } = await device.told('written');
  const { batch = 1 } = plan;
  const delays = times.map((time, i) => time - sent[Math.floor(i / batch)]!).sort((a, b) => a - b);
  return { milliseconds: at - start, delays, processes };
}
