/** Runs `work` once for all that asked for it since the last picture; a page that nobody sees is drawn rarely. */
export function perFrame(work: () => void): () => void {
  let waiting = false;
  const run = (): void => {
    waiting = false;
    work();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    if (document.hidden) setTimeout(run, 250);
    else requestAnimationFrame(run);
  };
}
