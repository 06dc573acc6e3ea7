import type { Link } from './link.ts';
import type { LinkSpec } from './link-spec.ts';
import type { OpenOptions } from './open-options.ts';
import { openReplay } from './replay.ts';
import { openRxTx } from './rxtx.ts';
import { openTcp } from './tcp.ts';
import { openTelnet } from './telnet.ts';
import { openUdp } from './udp.ts';

/** Opens a link. Rejects with a `ConnectionError` that says what failed and where, or with the signal's reason. */
export async function openLink(spec: LinkSpec, options: OpenOptions): Promise<Link> {
  switch (spec.type) {
    case 'tcp':
      return openTcp(spec, options);
    case 'telnet':
      return openTelnet(spec, options);
    case 'udp':
      return openUdp(spec, options);
    case 'rxtx':
      return openRxTx(spec, options);
    case 'replay':
      return openReplay(spec, options);
    case 'serial': {
      // Native code that only those need who have a serial port.
      const { openSerial } = await import('./serial.ts');
      return openSerial(spec, options);
    }
  }
}
