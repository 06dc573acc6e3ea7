import type { LinkSpec } from '../link/link-spec.ts';
import { parseLink } from '../link/parse-link.ts';
import type { InstrumentConfig } from './schema.ts';

/** What the port agent of one of an instrument's links is called. */
export const linkedName = (id: string, link: string): string => `${id}/${link}`;

/** The port agents of ours that an instrument needs; none where others own its connection. */
export function portAgentsOf(
  id: string,
  { link, links = {} }: Pick<InstrumentConfig, 'link' | 'links'>,
): readonly { readonly name: string; readonly link: LinkSpec }[] {
  if (link !== undefined) return [{ name: id, link: parseLink(link) }];
  return Object.entries(links).map(([name, text]) => ({ name: linkedName(id, name), link: parseLink(text) }));
}
