import { type ComponentType, lazy } from 'react';

/** That the page was loaded anew for a screen, and it is not there yet. */
const TRIED = 'sonde.loaded-anew';
const RETRY_MS = 1000;

/**
 * A screen whose code is asked for when it is shown first. Where that cannot be had, the server is away, or serves a newer page: as soon as
 * it answers the page is loaded anew, at the same address. Browsers and React would give the failure again and again.
 */
export const lazily = <Props>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => {
    const screen = await load().catch(whenBack);
    sessionStorage.removeItem(TRIED);
    return { default: screen };
  });

async function whenBack(error: unknown): Promise<never> {
  if (sessionStorage.getItem(TRIED) !== null) {
    sessionStorage.removeItem(TRIED);
    throw error;
  }
  while (!(await isServed())) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  sessionStorage.setItem(TRIED, location.href);
  location.reload();
  return new Promise(() => {});
}

const isServed = (): Promise<boolean> =>
  fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
