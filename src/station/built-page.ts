import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Beside the built program, and for one that runs from its sources where `npm run build` or `npm start` put it. */
const PLACES = ['../web/', '../../dist/web/'].map((place) => fileURLToPath(new URL(place, import.meta.url)));

/** The folder into which the web page was built; nothing where it was not. */
export async function builtPage(): Promise<string | undefined> {
  for (const folder of PLACES) {
    const isThere = await access(`${folder}index.html`).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return undefined;
}
