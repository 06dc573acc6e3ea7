import { z } from 'zod';
import type { Bus } from '../../bus/bus.ts';
import type { Caller } from '../../bus/services.ts';
import { NotFoundError } from '../../kit/errors.ts';
import { nearest } from '../../kit/nearest.ts';
import { kindDocument, kindSummary } from '../../model/api/kind.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { kindDocumentOf, kindSummaryOf } from '../kinds/kind-document.ts';
import type { KindSource } from '../kinds/kind-source.ts';
import { readReadme } from '../kinds/read-readme.ts';

const GROUP = 'Kinds of instruments';

/** The kinds of instruments that are known, and what their definitions say. */
export const kindEndpoints = (source: KindSource): readonly Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/kinds',
    group: GROUP,
    summary: 'The kinds of instruments that are known, and which instruments are of them',
    role: 'viewer',
    reply: z.array(kindSummary),
    run: async ({ bus, caller }) => {
      const used = await usedBy(bus, caller);
      const all = await Promise.all([...source.kinds].sort().map((kind) => source.load(kind)));
      return all.map((definition) => kindSummaryOf(definition, used.get(definition.kind) ?? []));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/kinds/:kind',
    group: GROUP,
    summary: 'All that the definition of a kind says: dialogue, states, commands, parameters, streams',
    role: 'viewer',
    params: z.strictObject({ kind: z.string().max(200) }),
    reply: kindDocument,
    run: async ({ bus, caller, params: { kind } }) => {
      if (!source.kinds.includes(kind))
        throw new NotFoundError(`there is no kind '${kind}'; ${nearest(kind, source.kinds)}`);
      const used = await usedBy(bus, caller);
      return kindDocumentOf(await source.load(kind), used.get(kind) ?? [], await readReadme(source, kind));
    },
  }),
];

/** The instruments of each kind that somebody may see. */
async function usedBy(bus: Bus, { instruments }: Caller): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = bus.keys('instrument').filter((id) => instruments?.includes(id) !== false);
  const all = await Promise.all(ids.map((id) => bus.find('instrument', id)?.summary()));
  const byKind = Map.groupBy(
    all.filter((one) => one !== undefined),
    ({ kind }) => kind,
  );
  return new Map([...byKind].map(([kind, own]) => [kind, own.map(({ id }) => id)]));
}
