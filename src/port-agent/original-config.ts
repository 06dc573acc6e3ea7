import { formatLink } from '../link/format-link.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import type { Ports } from './run-file.ts';

/** The device's address by the names of the original port agent's configuration. */
function address(link: LinkSpec): object {
  switch (link.type) {
    case 'tcp':
    case 'udp':
      return { instaddr: link.host, instport: link.port };
    case 'rxtx':
      return { instaddr: link.host, rxport: link.rxPort, txport: link.txPort };
    default:
      return {};
  }
}

/** The configuration as `get_config` tells it: the original port agent's names where it has them (`rxtx` is its `botpt`), and ours. */
export const originalConfig = (name: string, link: LinkSpec, ports: Ports, version: string): object => ({
  type: link.type === 'rxtx' ? 'botpt' : link.type,
  refdes: name,
  ...address(link),
  ports,
  link: formatLink(link),
  version,
});
