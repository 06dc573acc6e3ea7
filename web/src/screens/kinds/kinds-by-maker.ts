import type { KindSummary } from '../../../../src/model/api/kind.ts';

/** Those that have every word of a search in one of their names, or in what they measure. */
export function matching(kinds: readonly KindSummary[], search: string): KindSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return kinds.filter(({ kind, maker, model, description = '', used_by }) => {
    const text = [kind, maker, model, description, ...used_by].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** By their maker; makers and models in the order of their names. */
export function byMaker(kinds: readonly KindSummary[]): [maker: string, kinds: KindSummary[]][] {
  const ordered = kinds.toSorted((a, b) => a.maker.localeCompare(b.maker) || a.model.localeCompare(b.model));
  return [...Map.groupBy(ordered, ({ maker }) => maker)];
}
