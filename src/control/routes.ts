import { z } from 'zod';
import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import type { CallOptions } from '../driver/instrument-driver.ts';
import { ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { ALL_PARAMETERS } from '../model/states.ts';

const scalar = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const values = z.record(z.string(), z.union([scalar, z.array(scalar)]));

type Run = (agent: InstrumentAgent, body: unknown, call: CallOptions) => unknown;

/** A request whose body is checked first; one of the wrong form is a `ParameterError` that lists all that is wrong with it. */
function request<B extends z.ZodType>(
  form: B,
  run: (agent: InstrumentAgent, body: z.output<B>, call: CallOptions) => unknown,
): Run {
  return (agent, body, call) => {
    const checked = form.safeParse(body);
    if (checked.success) return run(agent, checked.data, call);
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
  reload: request(nothing, async (agent, _, { by }) => ({ reloaded: await agent.reload(by) })),
  flush: request(nothing, (agent) => agent.flush()),
  discover: request(nothing, (agent, _, call) => agent.driver.discover(call)),
  get: request(z.object({ names: z.array(z.string()).optional() }), (agent, { names }, call) =>
    agent.driver.get(names ?? ALL_PARAMETERS, call),
  ),
  set: request(z.object({ values }), (agent, body, call) => agent.driver.set(body.values, call)),
  exec: request(z.object({ command: z.string(), args: values.default({}) }), (agent, { command, args }, call) =>
    agent.driver.execute(command, args, call),
  ),
} as const;

export type RequestName = keyof typeof REQUESTS;

export const isRequestName = (name: string): name is RequestName => Object.hasOwn(REQUESTS, name);

/** Carries a request out, on behalf of whoever asks. */
export const answer = async (
  agent: InstrumentAgent,
  name: RequestName,
  body: unknown,
  call: CallOptions,
): Promise<unknown> => REQUESTS[name](agent, body, call);

/** The agent of that name; otherwise a `ParameterError` that says which there are. */
export function findAgent(agents: ReadonlyMap<string, InstrumentAgent>, id: string): InstrumentAgent {
  const agent = agents.get(id);
  if (agent === undefined) {
    throw new ParameterError([{ name: id, message: `no such instrument; ${nearest(id, [...agents.keys()])}` }]);
  }
  return agent;
}
