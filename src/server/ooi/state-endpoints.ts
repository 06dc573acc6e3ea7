import { join } from 'node:path';
import { NotFoundError } from '../../kit/errors.ts';
import { runningPortAgent } from '../../port-agent/run-file.ts';
import { Answer, type Endpoint, endpoint } from '../endpoint.ts';
import { all, type OoiParts, ooiCalls, PREFIX, shape } from './calls.ts';
import { keyOf } from './locks.ts';
import { stateName } from './names.ts';
import { overallState } from './overall-state.ts';

/** What there is and how it stands. */
export function stateEndpoints(parts: OoiParts): readonly Endpoint[] {
  const { data, sniffers } = parts;
  const { driver, own, lockedBy } = ooiCalls(parts);
  return [
    endpoint({
      ...shape,
      method: 'GET',
      path: PREFIX,
      summary: 'The instruments',
      role: 'viewer',
      run: (asked) => all(asked),
    }),
    endpoint({
      ...shape,
      method: 'GET',
      path: `${PREFIX}/status`,
      summary: 'Their states, of those whose names start with, or contain, a text',
      role: 'viewer',
      async run(asked) {
        const { startswith, contains } = asked.query;
        const ids = all(asked).filter((id) => id.startsWith(startswith ?? '') && id.includes(contains ?? ''));
        const states = await Promise.all(ids.map((id) => asked.bus.find('instrument', id)?.summary()));
        return Object.fromEntries(states.flatMap((one) => (one === undefined ? [] : [[one.id, stateName(one.state)]])));
      },
    }),
    own('GET', '', 'All that there is to say of an instrument', async ({ id, service }) => {
      const state = await driver({ cmd: 'overall_state' }, async () => ({
        value: overallState(await service.overview(), await service.describe()),
      }));
      return { ...state, ...lockedBy(id) };
    }),
    own('GET', '/portagent', 'Where its port agent listens', async ({ id, service }) => {
      const running = await runningPortAgent(join(data, 'run'), id);
      if (running !== undefined) {
        const { listen: host, ports } = running;
        const at = (port: number) => ({ host, port });
        return { data: at(ports.data), command: at(ports.command), sniff: at(ports.sniff) };
      }
      const [foreign] = Object.values((await service.overview()).port_agents);
      if (foreign === undefined) throw new NotFoundError(`${id} has no port agent`);
      return { data: { host: foreign.addr, port: foreign.port } };
    }),
    own('GET', '/ping', 'Whether it is looked after', ({ id }) =>
      driver({ cmd: 'process_echo' }, async () => ({
        value: `ping from wrapper pid:${process.pid}, resource:${id}`,
      })),
    ),
    own('GET', '/state', 'Its state', ({ service }) =>
      driver({ cmd: 'get_resource_state' }, async () => ({ value: stateName((await service.summary()).state) })),
    ),
    own(
      'GET',
      '/sniff',
      'What went over its line since the last call with the same key',
      async ({ id, argument, asked: { caller } }) => {
        const key = keyOf(argument('key')) ?? '';
        const text = await sniffers.read(id, JSON.stringify([caller.user, key]));
        return new Answer(text ?? `FAILED TO CONNECT ('${id}', '${key}')\n`);
      },
      { reply: 'text/plain; charset=utf-8' },
    ),
  ];
}
