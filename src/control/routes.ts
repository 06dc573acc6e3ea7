import { z } from 'zod';
import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import { ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { ALL_PARAMETERS } from '../model/states.ts';

const scalar = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const values = z.record(z.string(), z.union([scalar, z.array(scalar)]));

type Run = (agent: InstrumentAgent, body: unknown, signal: AbortSignal) => unknown;

/** A request whose body is checked first; one of the wrong form is a `ParameterError` that lists all that is wrong with it. */
function request<B extends z.ZodType>(
  form: B,
  run: (agent: InstrumentAgent, body: z.output<B>, signal: AbortSignal) => unknown,
): Run {
  return (agent, body, signal) => {
    const checked = form.safeParse(body);
    if (checked.success) return run(agent, checked.data, signal);
    throw new ParameterError(
      checked.error.issues.map(({ path, message }) => ({ name: path.join('.') || 'the request', message })),
    );
  };
}

const nothing = z.object({});

/** What may be asked of an instrument over the control channel. */
const REQUESTS = {
  status: request(nothing, (agent) => agent.status()),
  metadata: request(nothing, (agent) => agent.driver.configMetadata()),
  reload: request(nothing, async (agent) => ({ reloaded: await agent.reload() })),
  discover: request(nothing, (agent, _, signal) => agent.driver.discover({ signal })),
  get: request(z.object({ names: z.array(z.string()).optional() }), (agent, { names }, signal) =>
    agent.driver.get(names ?? ALL_PARAMETERS, { signal }),
  ),
  set: request(z.object({ values }), (agent, body, signal) => agent.driver.set(body.values, { signal })),
  exec: request(z.object({ command: z.string(), args: values.default({}) }), (agent, { command, args }, signal) =>
    agent.driver.execute(command, args, { signal }),
  ),
} as const;

export type RequestName = keyof typeof REQUESTS;

export const isRequestName = (name: string): name is RequestName => Object.hasOwn(REQUESTS, name);

/** Carries a request out. */
export const answer = async (
  agent: InstrumentAgent,
  name: RequestName,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> => REQUESTS[name](agent, body, signal);

/** The agent of that name; otherwise a `ParameterError` that says which there are. */
export function findAgent(agents: ReadonlyMap<string, InstrumentAgent>, id: string): InstrumentAgent {
  const agent = agents.get(id);
  if (agent === undefined) {
    throw new ParameterError([{ name: id, message: `no such instrument; ${nearest(id, [...agents.keys()])}` }]);
  }
  return agent;
}
