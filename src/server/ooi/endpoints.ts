import type { Endpoint } from '../endpoint.ts';
import type { OoiParts } from './calls.ts';
import { driverEndpoints } from './driver-endpoints.ts';
import { lockEndpoints } from './lock-endpoints.ts';
import { stateEndpoints } from './state-endpoints.ts';

/** The paths of OOI's HTTP agent, with its arguments and the shapes of its answers: its scripts go on working. */
export const ooiEndpoints = (parts: OoiParts): readonly Endpoint[] => [
  ...stateEndpoints(parts),
  ...driverEndpoints(parts),
  ...lockEndpoints(parts),
];
