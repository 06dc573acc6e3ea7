/** How many letters must change to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

const LEAST = 4;

/** Who wrote the beginning of a name meant that one. */
const changesTo = (name: string, other: string): number =>
  name.length >= LEAST && other.startsWith(name) ? 1 : distance(name, other);

/** A hint for a name that is not there: `did you mean 'interval'?`, or what there is. */
export function nearest(name: string, known: readonly string[]): string {
  const [best] = known
    .map((other) => ({ other, changes: changesTo(name.toLowerCase(), other.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes);
  if (best !== undefined && best.changes <= Math.max(2, name.length / 3)) return `did you mean '${best.other}'?`;
  return known.length > 0 ? `there are: ${known.join(', ')}` : 'there are none';
}
