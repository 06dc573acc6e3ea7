/** Where a browser keeps something: for good, or as long as the tab is there. */
export type Keeping = 'localStorage' | 'sessionStorage';

/** What the browser keeps for this page, as it was written; nothing where it has forgotten it, or forbids that anything is kept. */
export function readKept(keeping: Keeping, name: string): unknown {
  try {
    return JSON.parse(globalThis[keeping].getItem(name) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Has it kept. The page goes on where it cannot be. */
export function keep(keeping: Keeping, name: string, value: unknown): void {
  try {
    globalThis[keeping].setItem(name, JSON.stringify(value));
  } catch {
    // It is forgotten with the page.
  }
}
