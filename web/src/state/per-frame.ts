/** A page that nobody sees has no pictures, also one that is hidden while it waits for the next: what is told must not pile up. */
const LONGEST_MS = 250;

/** Runs `work` once for all that asked for it since the last picture; for a page that nobody sees, rarely. */
export function perFrame(work: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    const run = (): void => {
      waiting = false;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      work();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, LONGEST_MS);
  };
}
