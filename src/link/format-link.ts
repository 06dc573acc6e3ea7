import type { LinkSpec } from './link-spec.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Parts {
  readonly target: string;
  readonly query?: Query;
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
const escaped = (path: string): string => path.replace(/[%?#]/g, encodeURIComponent);

function partsOf(spec: LinkSpec): Parts {
  switch (spec.type) {
    case 'tcp':
      return { target: `${bracketed(spec.host)}:${spec.port}`, query: { control: spec.controlPort } };
    case 'telnet':
      return { target: `${bracketed(spec.host)}:${spec.port}` };
    case 'udp':
      return { target: `${bracketed(spec.host)}:${spec.port}`, query: { local: spec.localPort } };
    case 'rxtx':
      return { target: `${bracketed(spec.host)}:${spec.rxPort},${spec.txPort}` };
    case 'serial': {
      const { baud, parity, dataBits: data, stopBits: stop, flowControl: flow } = spec;
      return { target: escaped(spec.path), query: { baud, parity, data, stop, flow } };
    }
    case 'replay':
      return { target: escaped(spec.path), query: { pace: spec.pace, loop: spec.loop || undefined } };
  }
}

/** Where a link leads, without its options: what messages name it by. */
export const linkName = (spec: LinkSpec): string => `${spec.type}://${partsOf(spec).target}`;

/** The text that `parseLink` reads as `spec`. */
export function formatLink(spec: LinkSpec): string {
  const quiet = spec.quietLimit === undefined ? undefined : shortest(spec.quietLimit);
  const options = Object.entries({ ...partsOf(spec).query, quiet })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`);
  return linkName(spec) + (options.length > 0 ? `?${options.join('&')}` : '');
}

function shortest(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms % 60_000 === 0) return `${ms / 60_000}min`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
