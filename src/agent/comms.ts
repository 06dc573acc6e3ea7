import { ONLY_LINK } from '../definition/links.ts';
import { positionIn } from '../driver/resume-point.ts';
import type { ResumePoint } from '../model/driver-event.ts';
import type { Address, LinkAddresses } from './port-agent-home.ts';

/** Before the log's first byte: an instrument without a checkpoint is read from there. */
const BEGINNING = { day: '1970-01-01', offset: 0 };

/** What a driver is configured with in order to go on in the logs where its samples had got to. */
export function commsConfig(found: Address | LinkAddresses, resume: ResumePoint | undefined): object {
  const over = (link: string, { pid: _, ...address }: Address): object => ({
    ...address,
    ...(address.http_port !== undefined && { from: positionIn(resume, link) ?? BEGINNING }),
  });
  if (!('links' in found)) return over(ONLY_LINK, found);
  const links = Object.entries(found.links).map(([link, address]) => [link, over(link, address)] as const);
  return { links: Object.fromEntries(links) };
}
