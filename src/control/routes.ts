import { z } from 'zod';
import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import { ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { ALL_PARAMETERS } from '../model/states.ts';

const values = z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.any())]));

/** What may be asked of an instrument over the control channel. */
const REQUESTS = {
  status: { body: z.object({}), run: (agent: InstrumentAgent) => agent.status() },
  metadata: { body: z.object({}), run: (agent: InstrumentAgent) => agent.driver.configMetadata() },
  discover: {
    body: z.object({}),
    run: (agent: InstrumentAgent, _: object, signal: AbortSignal) => agent.driver.discover({ signal }),
  },
  get: {
    body: z.object({ names: z.array(z.string()).optional() }),
    run: (agent: InstrumentAgent, { names }: { names?: string[] | undefined }, signal: AbortSignal) =>
      agent.driver.get(names ?? ALL_PARAMETERS, { signal }),
  },
  set: {
    body: z.object({ values }),
    run: (agent: InstrumentAgent, body: { values: z.infer<typeof values> }, signal: AbortSignal) =>
      agent.driver.set(body.values, { signal }),
  },
  exec: {
    body: z.object({ command: z.string(), args: values.default({}) }),
    run: (agent: InstrumentAgent, body: { command: string; args: z.infer<typeof values> }, signal: AbortSignal) =>
      agent.driver.execute(body.command, body.args, { signal }),
  },
} as const;

export type RequestName = keyof typeof REQUESTS;

export const isRequestName = (name: string): name is RequestName => Object.hasOwn(REQUESTS, name);

/** Carries a request out. A body of the wrong form is a `ParameterError` that lists all that is wrong with it. */
export async function answer(
  agent: InstrumentAgent,
  name: RequestName,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const request = REQUESTS[name];
  const checked = request.body.safeParse(body);
  if (!checked.success) {
    throw new ParameterError(
      checked.error.issues.map(({ path, message }) => ({ name: path.join('.') || 'the request', message })),
    );
  }
  return (request.run as (agent: InstrumentAgent, body: unknown, signal: AbortSignal) => unknown)(
    agent,
    checked.data,
    signal,
  );
}

/** The agent of that name; otherwise a `ParameterError` that says which there are. */
export function findAgent(agents: ReadonlyMap<string, InstrumentAgent>, id: string): InstrumentAgent {
  const agent = agents.get(id);
  if (agent === undefined) {
    throw new ParameterError([{ name: id, message: `no such instrument; ${nearest(id, [...agents.keys()])}` }]);
  }
  return agent;
}
