import type { Flag, Flags, Quality } from '../model/sample.ts';

/** What a row of flags means, shared by all samples that have it. */
export interface Judged {
  readonly flags: Flags;
  /** Of a record that could be read. */
  readonly quality: Quality;
}

/** More different rows than this are not kept. */
const MOST = 4096;

interface Node {
  readonly next: Node[];
  judged?: Judged;
}

/** Finds the flags of a row, without making them again. */
export function flagPool(columns: readonly string[], qualityOf: (row: readonly Flag[]) => Quality) {
  const root: Node = { next: [] };
  let size = 0;
  const judge = (row: readonly Flag[]): Judged => ({
    flags: Object.freeze(Object.fromEntries(columns.map((name, i) => [name, row[i] ?? 2]))),
    quality: qualityOf(row),
  });
  const find = (row: readonly Flag[]): Judged => {
    let node = root;
    for (const flag of row) {
      let next = node.next[flag];
      if (next === undefined) {
        if (size >= MOST) return judge(row);
        next = { next: [] };
        node.next[flag] = next;
      }
      node = next;
    }
    if (node.judged === undefined) {
      node.judged = judge(row);
      size++;
    }
    return node.judged;
  };
  let last: { readonly row: readonly Flag[]; readonly judged: Judged } | undefined;
  return (row: readonly Flag[]): Judged => {
    // Mostly it is as with the sample before.
    if (last === undefined || !isSame(last.row, row)) last = { row: row.slice(), judged: find(row) };
    return last.judged;
  };
}

function isSame(a: readonly Flag[], b: readonly Flag[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
