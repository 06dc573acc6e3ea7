import { z } from 'zod';
import type { Bus } from '../../bus/bus.ts';
import { findInstrument } from '../../bus/find-instrument.ts';
import type { Caller } from '../../bus/services.ts';
import { json, jsonValues, name } from '../../model/api/common.ts';
import { configChange } from '../../model/api/config.ts';
import { instrumentOverview, instrumentSummary } from '../../model/api/instrument.ts';
import { instrumentMetadata } from '../../model/api/metadata.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { CHANGE_PROBLEMS, fleetOf } from './config.ts';

const GROUP = 'Instruments';
const params = z.strictObject({ id: name });

/** In the order of the configuration. One that goes at the same moment is left out. */
async function summaries(bus: Bus, { instruments }: Caller) {
  const ids = bus.keys('instrument').filter((id) => instruments?.includes(id) !== false);
  const all = await Promise.all(ids.map((id) => bus.find('instrument', id)?.summary()));
  return all.filter((summary) => summary !== undefined);
}

/** What there is, how it stands, and what it is. */
export const INSTRUMENT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/instruments',
    group: GROUP,
    summary: 'All instruments, as a list shows them',
    role: 'viewer',
    reply: z.array(instrumentSummary),
    run: ({ bus, caller }) => summaries(bus, caller),
  }),
  endpoint({
    method: 'POST',
    path: '/instruments',
    group: GROUP,
    summary: 'Add an instrument, at once and to the configuration',
    role: 'engineer',
    body: z.strictObject({
      id: name,
      config: z.record(z.string(), json).meta({
        description: 'as under `instruments` in the configuration',
        example: { kind: 'sea_bird.sbe37_smp', link: 'tcp://10.0.0.7:4001' },
      }),
    }),
    reply: configChange,
    problems: CHANGE_PROBLEMS,
    status: 201,
    run: ({ bus, body: { id, config }, caller }) => fleetOf(bus).add(id, config, caller),
  }),
  endpoint({
    method: 'GET',
    path: '/instruments/:id',
    group: GROUP,
    summary: 'All that there is to say of an instrument now',
    description: 'State, what is possible now, parameters, streams with their last samples, lock, alerts, jobs, ages.',
    role: 'viewer',
    params,
    reply: instrumentOverview,
    run: ({ bus, params: { id } }) => findInstrument(bus, id).overview(),
  }),
  endpoint({
    method: 'DELETE',
    path: '/instruments/:id',
    group: GROUP,
    summary: 'Take an instrument out, at once and of the configuration',
    description: 'What is stored of it stays.',
    role: 'engineer',
    params,
    reply: configChange,
    problems: CHANGE_PROBLEMS,
    run({ bus, params: { id }, caller }) {
      findInstrument(bus, id);
      return fleetOf(bus).remove(id, caller);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/instruments/:id/metadata',
    group: GROUP,
    summary: 'What it can be told, what it shows, and what it sends',
    role: 'viewer',
    params,
    reply: instrumentMetadata,
    run: ({ bus, params: { id } }) => findInstrument(bus, id).describe(),
  }),
  endpoint({
    method: 'POST',
    path: '/instruments/:id/reload',
    group: GROUP,
    summary: 'Read its definition anew',
    description: '`reloaded` is false where the definition is part of the program. The instrument is not disturbed.',
    role: 'engineer',
    params,
    reply: z.object({ reloaded: z.boolean() }),
    run: async ({ bus, params: { id }, caller }) => ({ reloaded: await findInstrument(bus, id).reload(caller) }),
  }),
  endpoint({
    method: 'POST',
    path: '/instruments/:id/flush',
    group: GROUP,
    summary: 'Bring the samples that wait in memory to the disk',
    role: 'viewer',
    params,
    reply: z.null(),
    status: 204,
    run: ({ bus, params: { id } }) => findInstrument(bus, id).flush(),
  }),
  endpoint({
    method: 'GET',
    path: '/instruments/:id/schedule',
    group: GROUP,
    summary: 'What it does by itself, and when',
    role: 'viewer',
    params,
    reply: jsonValues,
    run: async ({ bus, params: { id } }) => (await findInstrument(bus, id).overview()).schedule,
  }),
  endpoint({
    method: 'PUT',
    path: '/instruments/:id/schedule',
    group: GROUP,
    summary: 'Have it do other things by itself',
    description: "Stands for the configuration's schedule until that changes.",
    role: 'operator',
    params,
    body: z.record(name, json).meta({
      description: 'jobs, each with its trigger, as in the configuration',
      example: { clock_sync: { cron: '0 3 * * *' } },
    }),
    reply: jsonValues,
    async run({ bus, params: { id }, body, caller }) {
      const instrument = findInstrument(bus, id);
      await instrument.setSchedule(body, caller);
      return (await instrument.overview()).schedule;
    },
  }),
];
