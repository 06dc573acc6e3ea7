const EVERY = 1000;

/** Asks something every second from now on; told is how long the slowest answer was waited for, in ms. */
export function watchAnswers(ask: () => Promise<unknown>): () => Promise<number> {
  const seen: Promise<number>[] = [];
  const once = async (): Promise<number> => {
    const begun = performance.now();
    await ask();
    return performance.now() - begun;
  };
  const timer = setInterval(() => {
    const answer = once();
    // What failed is told at the end.
    answer.catch(() => {});
    seen.push(answer);
  }, EVERY);
  return async () => {
    clearInterval(timer);
    return Math.max(...(await Promise.all(seen)));
  };
}
