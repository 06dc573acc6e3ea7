import type { Bus } from '../bus/bus.ts';
import { mapValues } from '../kit/records.ts';
import type { Alert } from '../model/api/alert.ts';
import { isUnanswered } from '../model/api/alert-state.ts';
import type { InstrumentOverview, InstrumentSummary } from '../model/api/instrument.ts';
import type { Job } from '../model/api/job.ts';
import { plain } from '../model/plain.ts';
import type { InstrumentAgent } from './instrument-agent.ts';
import { scheduleJson } from './schedule-json.ts';
import type { StoredSizes } from './stored-sizes.ts';

async function alertsOf(bus: Bus, id: string): Promise<readonly Alert[]> {
  const all = (await bus.find('alerts', '')?.list()) ?? [];
  return all.filter(({ instrument }) => instrument === id);
}

const counted = (alerts: readonly Alert[]): InstrumentSummary['alerts'] => ({
  alarms: alerts.filter(({ level, active }) => active && level === 'alarm').length,
  warnings: alerts.filter(({ level, active }) => active && level === 'warning').length,
  unanswered: alerts.filter(isUnanswered).length,
});

function summaryWith(agent: InstrumentAgent, bus: Bus, alerts: readonly Alert[]): InstrumentSummary {
  const { id, name, kind, model, on, state, stateSince, problem } = agent.facts;
  const { view, wanted } = agent;
  const lock = bus.find('locks', '')?.of(id);
  return {
    id,
    name,
    kind,
    model,
    ...(on !== undefined && { on }),
    state,
    state_since: stateSince,
    ...(problem !== undefined && { problem }),
    wanted: wanted.mode,
    ...(view.lastSample !== undefined && { last_sample: view.lastSample }),
    late: view.late,
    values: view.keyValues(),
    ...(lock && { lock }),
    alerts: counted(alerts),
  };
}

const withTrends = (agent: InstrumentAgent, summary: InstrumentSummary): InstrumentSummary => ({
  ...summary,
  values: agent.view.keyTrends(),
});

/** What a list shows of an instrument, as it is told live: who listens has the trends already. */
export const newsOf = async (agent: InstrumentAgent, bus: Bus): Promise<InstrumentSummary> =>
  summaryWith(agent, bus, await alertsOf(bus, agent.id));

/** What a list shows of an instrument. */
export const summaryOf = async (agent: InstrumentAgent, bus: Bus): Promise<InstrumentSummary> =>
  withTrends(agent, await newsOf(agent, bus));

/** All that there is to say of an instrument now. */
export async function overviewOf(
  agent: InstrumentAgent,
  bus: Bus,
  jobs: readonly Job[],
  stored: StoredSizes,
): Promise<InstrumentOverview> {
  const alerts = await alertsOf(bus, agent.id);
  const { capabilities, parameters, bytes, portAgents } = agent.status();
  const { parameters: wanted, deployed } = agent.wanted;
  return {
    ...withTrends(agent, summaryWith(agent, bus, alerts)),
    capabilities: [...capabilities],
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, { actual, desired = wanted[name], verified }]) => [
        name,
        {
          actual: plain(actual),
          ...(desired !== undefined && { desired: plain(desired) }),
          ...(verified !== undefined && { verified }),
          ...(deployed[name] !== undefined && { startup: plain(deployed[name]) }),
        },
      ]),
    ),
    streams: agent.view.streamStates(),
    jobs: [...jobs],
    active_alerts: [...alerts],
    bytes: { received: bytes.received, unmatched: bytes.unmatched, checksum_failed: bytes.checksumFailed },
    // Its other ports are nobody's business who asks over the API.
    port_agents: mapValues(portAgents, ({ addr, port, pid }) => ({ addr, port, ...(pid !== undefined && { pid }) })),
    schedule: scheduleJson(agent.driver.agenda),
    stored,
  };
}
