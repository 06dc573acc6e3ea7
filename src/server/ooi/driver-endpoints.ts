import { NotImplementedError, ParameterError } from '../../kit/errors.ts';
import { isRecord } from '../../kit/records.ts';
import type { Endpoint } from '../endpoint.ts';
import { coerced, timeoutOf, toValues } from './asked.ts';
import { type OoiParts, ooiCalls } from './calls.ts';
import { execute, inTime, isBusy, isDirect } from './execute.ts';
import { ALL_PARAMETERS, commandName, meansAll } from './names.ts';

const EXECUTE_TIMEOUT = 60_000;

/** What drivers are asked. */
export function driverEndpoints(parts: OoiParts): readonly Endpoint[] {
  const { clock } = parts;
  const { driver, own, guarded, checkLock } = ooiCalls(parts);
  return [
    guarded('POST', '/discover', 'Find out what it is doing', ({ service, caller, argument, asked: { signal } }) =>
      driver({ cmd: 'discover_state' }, () =>
        execute('discover', {}, { service, caller, clock, signal, timeout: timeoutOf(argument('timeout')) }),
      ),
    ),
    guarded(
      'POST',
      '/set_init_params',
      'Not possible: what it is to have at its start stands in the configuration',
      () =>
        driver({ cmd: 'set_init_params' }, async () => {
          throw new NotImplementedError('startup values stand in the configuration: PUT /api/v1/config');
        }),
    ),
    own('GET', '/resource', 'Its parameters', ({ service, caller, argument, asked: { signal } }) => {
      const resource = argument('resource') ?? ALL_PARAMETERS;
      const names = [resource].flat().map(String);
      return driver({ cmd: 'get_resource', args: [resource] }, async () => ({
        value: await inTime(clock, timeoutOf(argument('timeout')), signal, (late) =>
          service.get(names.some(meansAll) ? 'all' : names, caller, late),
        ),
      }));
    }),
    guarded('POST', '/resource', 'Set parameters', ({ service, caller, argument, asked: { signal } }) => {
      const resource = argument('resource');
      if (!isRecord(resource)) throw new ParameterError([{ name: 'resource', message: 'must be {"name": value}' }]);
      return driver({ cmd: 'set_resource', args: [resource] }, async () => {
        if (await isBusy(service)) return { value: 'BUSY' };
        const { parameters } = await service.describe();
        const given = Object.entries(toValues(resource));
        const values = given.map(([name, value]) => [name, coerced(value, parameters[name]?.schema.type)] as const);
        await inTime(clock, timeoutOf(argument('timeout')), signal, (late) =>
          service.set(Object.fromEntries(values), caller, late),
        );
        return { value: null };
      });
    }),
    own('POST', '/execute', 'Have it do something', async (call) => {
      const {
        service,
        caller,
        argument,
        asked: { signal },
      } = call;
      const event = argument('command');
      if (typeof event !== 'string') throw new ParameterError([{ name: 'command', message: 'must be a name' }]);
      const given = argument('kwargs') ?? {};
      if (!isRecord(given)) throw new ParameterError([{ name: 'kwargs', message: 'must be {"name": value}' }]);
      const { timeout = argument('timeout'), ...kwargs } = given;
      const command = commandName(event);
      // Whoever has direct access holds the instrument by that.
      if (!isDirect(command)) checkLock(call);
      const usual = (await service.describe()).commands[command]?.timeout;
      const limit = timeoutOf(timeout, usual ?? EXECUTE_TIMEOUT);
      return driver({ cmd: 'execute_resource', args: [event], kwargs: given }, () =>
        execute(command, kwargs, { service, caller, clock, signal, timeout: limit }),
      );
    }),
    guarded(
      'POST',
      '/shutdown',
      'End its driver, which is begun anew at once; its connection goes on',
      ({ id, caller, asked: { bus } }) =>
        driver({ cmd: 'stop_driver_process' }, async () => {
          const fleet = bus.find('fleet', '');
          if (fleet === undefined) throw new NotImplementedError('nobody here starts or ends drivers');
          await fleet.restart(id, caller);
          return { value: 'Stopped driver process' };
        }),
      { role: 'engineer' },
    ),
    guarded('POST', '/set_log_level', 'Not possible: drivers have no level of their own', () =>
      driver({ cmd: 'set_log_level' }, async () => {
        throw new NotImplementedError(
          'a driver has no log level of its own; all that happens is an event: GET /api/v1/events',
        );
      }),
    ),
  ];
}
