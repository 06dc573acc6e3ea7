import { isRecord } from '../kit/records.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import { parseLink } from '../link/parse-link.ts';
import type { Path, Problem } from './schema-problems.ts';

interface Use {
  readonly path: Path;
  /** What only one can have; nothing where many can. */
  readonly place: string | undefined;
}

/** Two instruments cannot have the same connection: what one asks the other would be answered. Told at each of them. */
export function sameLinkProblems(content: unknown): Problem[] {
  const instruments = isRecord(content) && isRecord(content.instruments) ? content.instruments : {};
  const uses = Object.entries(instruments).flatMap(([id, own]) => (isRecord(own) ? usesOf(id, own) : []));
  return uses.flatMap(({ path, place }) => {
    const others = uses.filter((other) => place !== undefined && other.place === place && other.path !== path);
    const names = others.map((other) => other.path.slice(1).join('.'));
    return others.length === 0 ? [] : [{ path, message: `is the same connection as that of ${names.join(' and ')}` }];
  });
}

function usesOf(id: string, { link, links }: Readonly<Record<string, unknown>>): Use[] {
  const all: [Path, unknown][] = [
    [['instruments', id, 'link'], link],
    ...Object.entries(isRecord(links) ? links : {}).map(([name, text]): [Path, unknown] => [
      ['instruments', id, 'links', name],
      text,
    ]),
  ];
  return all.flatMap(([path, text]) => (typeof text === 'string' ? [{ path, place: placeOf(text) }] : []));
}

function placeOf(text: string): string | undefined {
  let link: LinkSpec;
  try {
    link = parseLink(text);
  } catch {
    // What is wrong with it is told elsewhere.
    return undefined;
  }
  switch (link.type) {
    case 'tcp':
    case 'telnet':
      return `tcp ${link.host}:${link.port}`;
    case 'serial':
      return `serial ${link.path}`;
    case 'udp':
      return link.localPort === undefined ? `udp ${link.host}:${link.port}` : `udp :${link.localPort}`;
    case 'rxtx':
      return `tcp ${link.host}:${link.rxPort}`;
    case 'replay':
      return undefined;
  }
}
