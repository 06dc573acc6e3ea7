import { z } from 'zod';
import type { Bus } from '../../bus/bus.ts';
import type { FleetService } from '../../bus/services.ts';
import { NotImplementedError } from '../../kit/errors.ts';
import { configChange } from '../../model/api/config.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

const GROUP = 'Configuration';
/** What may be wrong with a change of the configuration, or keep it from being made. */
export const CHANGE_PROBLEMS = ['config', 'not_implemented'] as const;
const body = z.strictObject({ text: z.string().max(1_000_000).meta({ description: 'YAML, as in the file' }) });

export function fleetOf(bus: Bus): FleetService {
  const fleet = bus.find('fleet', '');
  if (fleet === undefined) throw new NotImplementedError('nobody runs instruments here');
  return fleet;
}

/** The file that says what is deployed. */
export const CONFIG_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/config',
    group: GROUP,
    summary: 'The configuration',
    description: 'It may name files and hold passwords of links and brokers.',
    role: 'engineer',
    reply: z.object({ text: z.string(), file: z.string().exactOptional() }),
    run: ({ bus }) => fleetOf(bus).config(),
  }),
  endpoint({
    method: 'PUT',
    path: '/config',
    group: GROUP,
    summary: 'Another configuration, from now on',
    description: 'The file is written, and what is different changes; instruments that are the same are not touched.',
    role: 'engineer',
    body,
    reply: configChange,
    problems: CHANGE_PROBLEMS,
    run: ({ bus, body: { text }, caller }) => fleetOf(bus).apply(text, caller),
  }),
  endpoint({
    method: 'POST',
    path: '/config/check',
    group: GROUP,
    summary: 'What is wrong with a configuration, or what it would change',
    role: 'engineer',
    body,
    reply: configChange,
    problems: CHANGE_PROBLEMS,
    run: ({ bus, body: { text } }) => fleetOf(bus).check(text),
  }),
];
