import { formatLink } from '../link/format-link.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import type { Ports } from './run-file.ts';

/** The device's address by the names of the original port agent's configuration. */
function address(link: LinkSpec): object {
  switch (link.type) {
    case 'tcp':
      return { instaddr: link.host, instport: link.port, ...(link.controlPort && { digiport: link.controlPort }) };
    case 'telnet':
    case 'udp':
      return { instaddr: link.host, instport: link.port };
    case 'rxtx':
      return { instaddr: link.host, rxport: link.rxPort, txport: link.txPort };
    default:
      return {};
  }
}

/** The original's name for a kind of link: its terminal servers with a side channel are `rsn`, its links with two ports `botpt`. */
function originalType(link: LinkSpec): string {
  if (link.type === 'rxtx') return 'botpt';
  return link.type === 'tcp' && link.controlPort !== undefined ? 'rsn' : link.type;
}

/** The configuration as `get_config` tells it: the original port agent's names where it has them, and ours. */
export const originalConfig = (name: string, link: LinkSpec, ports: Ports, version: string): object => ({
  type: originalType(link),
  refdes: name,
  ...address(link),
  ports,
  link: formatLink(link),
  version,
});
