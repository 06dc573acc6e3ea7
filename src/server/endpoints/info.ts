import { access, constants } from 'node:fs/promises';
import type { Bus } from '../../bus/bus.ts';
import { toIso } from '../../kit/time.ts';
import { version } from '../../kit/version.ts';
import { isUnanswered } from '../../model/api/alert-state.ts';
import { health, serverInfo } from '../../model/api/data.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { Parts } from '../parts.ts';

/** What this is. */
export const infoEndpoints = ({ clock, config, started }: Parts): readonly Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/',
    group: 'Server',
    summary: 'What this is',
    role: 'anyone',
    reply: serverInfo,
    run: ({ bus }) => ({
      name: 'sonde',
      version,
      ...(config.site !== undefined && { site: config.site }),
      time: toIso(clock.now()),
      started: toIso(started),
      instruments: bus.keys('instrument').length,
    }),
  }),
  endpoint({
    method: 'GET',
    path: '/health',
    group: 'Server',
    summary: 'Whether all is well, for programs that watch programs',
    description: 'Numbers only: which instruments they are is not told to who is not logged in.',
    role: 'anyone',
    reply: health,
    async run({ bus }) {
      const checks = await Promise.all([instrumentsAnswer(bus), nobodyIsWanted(bus), dataIsWritable(config.data)]);
      return { status: checks.every(({ ok }) => ok) ? 'ok' : 'degraded', checks };
    },
  }),
];

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
}

async function instrumentsAnswer(bus: Bus): Promise<Check> {
  const all = await Promise.all(bus.keys('instrument').map((id) => bus.find('instrument', id)?.summary()));
  const troubled = all.filter((one) => one?.problem !== undefined || one?.late).length;
  const text = troubled === 0 ? `${all.length} run` : `${troubled} of ${all.length} have a problem or are late`;
  return { name: 'instruments', ok: troubled === 0, text };
}

async function nobodyIsWanted(bus: Bus): Promise<Check> {
  const alerts = (await bus.find('alerts', '')?.list()) ?? [];
  const alarms = alerts.filter((one) => one.level === 'alarm' && isUnanswered(one)).length;
  return { name: 'alarms', ok: alarms === 0, text: alarms === 0 ? 'none is unanswered' : `${alarms} are unanswered` };
}

async function dataIsWritable(folder: string): Promise<Check> {
  const ok = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  return { name: 'data', ok, text: `the data folder is ${ok ? '' : 'not '}writable` };
}
