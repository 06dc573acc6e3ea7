import { z } from 'zod';
import type { Bus } from '../../bus/bus.ts';
import type { Caller, MissionService } from '../../bus/services.ts';
import { ForbiddenError, NotImplementedError } from '../../kit/errors.ts';
import { name } from '../../model/api/common.ts';
import { type Mission, mission, missionRun } from '../../model/api/mission.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

const GROUP = 'Missions';
const named = z.strictObject({ name });
const text = z.strictObject({ text: z.string().max(40_000).meta({ description: 'YAML' }) });
const DO = ['pause', 'resume', 'stop'] as const;

function missionsOf(bus: Bus): MissionService {
  const missions = bus.find('missions', '');
  if (missions === undefined) throw new NotImplementedError('there are no missions here');
  return missions;
}

/** A token that is for some instruments knows nothing of missions that speak of others. */
const isSeen = ({ instruments }: Caller, own: Mission): boolean =>
  instruments === undefined || own.instruments.every((id) => instruments.includes(id));

async function seen(bus: Bus, caller: Caller): Promise<readonly Mission[]> {
  return (await missionsOf(bus).list()).filter((own) => isSeen(caller, own));
}

/** Short scripts of steps over several instruments, and their runs. */
export const MISSION_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/missions',
    group: GROUP,
    summary: 'The missions: text, steps, schedule',
    role: 'viewer',
    reply: z.array(mission),
    run: ({ bus, caller }) => seen(bus, caller),
  }),
  endpoint({
    method: 'POST',
    path: '/missions/check',
    group: GROUP,
    summary: 'Check a text against the instruments that are there',
    description: 'All that is wrong is told at once, each thing with its line.',
    role: 'engineer',
    body: text,
    reply: z.object({ steps: z.array(z.string()) }),
    run: ({ bus, body }) => missionsOf(bus).check(body.text),
  }),
  endpoint({
    method: 'GET',
    path: '/missions/:name',
    group: GROUP,
    summary: 'A mission',
    role: 'viewer',
    params: named,
    reply: mission,
    async run({ bus, params, caller }) {
      const found = await missionsOf(bus).get(params.name);
      if (!isSeen(caller, found)) throw new ForbiddenError(`this token is for ${caller.instruments?.join(', ')} only`);
      return found;
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/missions/:name',
    group: GROUP,
    summary: 'Save a mission; it is checked first',
    description: 'Whoever starts it later, it acts with the role of who saved it, where that is the higher one.',
    role: 'engineer',
    params: named,
    body: text,
    reply: mission,
    run: ({ bus, params, body, caller }) => missionsOf(bus).save(params.name, body.text, caller),
  }),
  endpoint({
    method: 'DELETE',
    path: '/missions/:name',
    group: GROUP,
    summary: 'Remove a mission; a run of it goes on',
    role: 'engineer',
    params: named,
    reply: z.null(),
    status: 204,
    run: ({ bus, params, caller }) => missionsOf(bus).remove(params.name, caller),
  }),
  endpoint({
    method: 'POST',
    path: '/missions/:name/runs',
    group: GROUP,
    summary: 'Start a mission',
    description:
      'It is checked again, and takes the locks of the instruments that it uses. How it goes is told live, as `mission`.',
    role: 'operator',
    params: named,
    reply: missionRun,
    status: 202,
    run: ({ bus, params, caller }) => missionsOf(bus).start(params.name, caller),
  }),
  endpoint({
    method: 'GET',
    path: '/mission-runs',
    group: GROUP,
    summary: 'The last 100 runs of missions, newest first',
    role: 'viewer',
    reply: z.array(missionRun),
    async run({ bus, caller }) {
      const runs = await missionsOf(bus).runs();
      if (caller.instruments === undefined) return runs;
      const names = new Set((await seen(bus, caller)).map(({ name: own }) => own));
      return runs.filter((run) => names.has(run.mission));
    },
  }),
  endpoint({
    method: 'POST',
    path: '/mission-runs/:run/:what',
    group: GROUP,
    summary: 'Pause, resume or stop a run',
    description: 'A paused mission ends the step that goes on; its waits stop counting.',
    role: 'operator',
    params: z.strictObject({ run: z.string().max(100), what: z.enum(DO) }),
    reply: missionRun,
    run: ({ bus, params: { run, what }, caller }) => missionsOf(bus).control(run, what, caller),
  }),
];
