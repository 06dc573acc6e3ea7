import { milliseconds } from '../kit/duration.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { integer, LinkQuery, oneOf, portNumber } from './link-query.ts';
import { DATA_BITS, FLOW_CONTROLS, type LinkSpec, PARITIES, type Pace, STOP_BITS } from './link-spec.ts';

const EXAMPLES = [
  'tcp://10.0.0.12:4001',
  'serial:///dev/ttyUSB0?baud=9600&parity=none&data=8&stop=1&flow=none',
  'telnet://10.0.0.12:4001',
  'udp://10.0.0.12:4001?local=4002',
  'rxtx://10.0.0.12:9338,9337',
  'replay:///data/capture.bin?pace=fast',
];

const MEDIA: { readonly [type in LinkSpec['type']]: (target: string, query: LinkQuery) => LinkSpec } = {
  tcp: (target, query) => {
    const { host, ports } = address(target, query, ['port']);
    const controlPort = query.take<number | undefined>('control', undefined, portNumber);
    return { type: 'tcp', host, port: ports[0]!, ...(controlPort !== undefined && { controlPort }), ...quiet(query) };
  },
  telnet: (target, query) => {
    const { host, ports } = address(target, query, ['port']);
    return { type: 'telnet', host, port: ports[0]!, ...quiet(query) };
  },
  udp: (target, query) => {
    const { host, ports } = address(target, query, ['port']);
    const localPort = query.take<number | undefined>('local', undefined, portNumber);
    return { type: 'udp', host, port: ports[0]!, ...(localPort !== undefined && { localPort }), ...quiet(query) };
  },
  rxtx: (target, query) => {
    const { host, ports } = address(target, query, ['receiving port', 'transmitting port']);
    return { type: 'rxtx', host, rxPort: ports[0]!, txPort: ports[1]!, ...quiet(query) };
  },
  serial: (target, query) => ({
    type: 'serial',
    path: filePath(target, query, '/dev/ttyUSB0'),
    baud: query.take('baud', 9600, integer(50, 4_000_000)),
    dataBits: query.take('data', 8, oneOf(DATA_BITS)),
    parity: query.take('parity', 'none', oneOf(PARITIES)),
    stopBits: query.take('stop', 1, oneOf(STOP_BITS)),
    flowControl: query.take('flow', 'none', oneOf(FLOW_CONTROLS)),
    ...quiet(query),
  }),
  replay: (target, query) => {
    const loop = query.take('loop', false, oneOf([true, false]));
    return {
      type: 'replay',
      path: filePath(target, query, '/data/capture.bin'),
      pace: query.take<Pace>('pace', 'fast', readPace),
      ...(loop && { loop }),
      ...quiet(query),
    };
  },
};

const isMedium = (type: string): type is LinkSpec['type'] => Object.hasOwn(MEDIA, type);

/** Reads how a device is connected, as the config writes it. A `ConfigError` lists all that is wrong at once. */
export function parseLink(text: string): LinkSpec {
  const [, type = '', target = '', query = ''] = /^([a-z]+):\/\/([^?]*)(?:\?(.*))?$/s.exec(text.trim()) ?? [];
  if (!isMedium(type)) {
    throw new ConfigError([{ name: 'link', where: text, message: `is none of the kinds ${EXAMPLES.join(', ')}` }]);
  }
  const options = new LinkQuery(text, query);
  const spec = MEDIA[type](target, options);
  options.finish();
  if (options.issues.length > 0) throw new ConfigError(options.issues);
  return spec;
}

function quiet(query: LinkQuery): { quietLimit?: number } {
  const quietLimit = query.take<number | undefined>('quiet', undefined, (text) => {
    const ms = milliseconds(text);
    if (ms === 0) throw new RangeError(`'${text}' would close the link at once`);
    return ms;
  });
  return quietLimit === undefined ? {} : { quietLimit };
}

/** `host:port`, or `host:port,port`; `[::1]:port` for an address of IPv6. */
function address(target: string, query: LinkQuery, names: readonly string[]): { host: string; ports: number[] } {
  const [, bracketed, plain, list = ''] = /^(?:\[([\w:.%]+)\]|([^\s:/[\]]+))?(?::([^/]*))?\/?$/.exec(target) ?? [];
  const host = bracketed ?? plain ?? '';
  if (host === '') query.reject('host', `'${target}' does not begin with a host's name or address`);
  const given = list === '' ? [] : list.split(',');
  if (given.length > names.length) query.reject(names.at(-1)!, `'${list}' names more than a ${names.join(' and a ')}`);
  const ports = names.map((name, i) => {
    const text = given[i];
    try {
      if (text !== undefined) return portNumber(text);
      query.reject(
        name,
        `is missing; it stands behind the host, as in ${names.length > 1 ? EXAMPLES[4] : EXAMPLES[0]}`,
      );
    } catch (error) {
      query.reject(name, describeError(error));
    }
    return 0;
  });
  return { host, ports };
}

function filePath(target: string, query: LinkQuery, example: string): string {
  if (target === '') query.reject('path', `is missing: a path such as ${example}`);
  try {
    return decodeURIComponent(target);
  } catch {
    query.reject('path', `'${target}' has a % that is not followed by two hex digits; write %25`);
    return target;
  }
}

function readPace(text: string): Pace {
  if (text === 'recorded' || text === 'fast') return text;
  const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (rate <= 0) throw new RangeError(`'${text}' is not 'recorded', 'fast' or a number of bytes per second`);
  return rate;
}
