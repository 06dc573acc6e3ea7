import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the built program, and for one that runs from its sources where `npm run build` or `npm start` put it. */
const PLACES = ['../web/', '../../dist/web/'].map((place) => fileURLToPath(new URL(place, import.meta.url)));

/** The folder into which the web page was built, or the one that `SONDE_PAGE` names; nothing where there is none. */
export async function builtPage(named = process.env.SONDE_PAGE): Promise<string | undefined> {
  for (const folder of named === undefined ? PLACES : [resolve(named)]) {
    const isThere = await access(join(folder, 'index.html')).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return undefined;
}
