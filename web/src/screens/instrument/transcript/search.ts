import { get } from '../../../api/client.ts';
import type { Page } from './held.ts';
import type { Hit } from './rows.ts';
import { type Line, transcriptPath } from './transcript-path.ts';

export interface Sought {
  /** With `\r`, `\x1b` for what is no text; or digits of hex. */
  readonly text: string;
  readonly hex: boolean;
}

export type Found = Page & { readonly hit?: Hit };
export type Towards = 'newer' | 'older';

/**
 * Looks for bytes from a place on, page after page, until they are found or the log is at its end. `tell` hears how far it is. Nothing
 * where they are not there.
 */
export async function search(
  line: Line,
  sought: Sought,
  towards: Towards,
  place: string | undefined,
  signal: AbortSignal,
  tell: (place: string) => void,
): Promise<Found | undefined> {
  const from = towards === 'newer' ? 'from' : 'before';
  let at = place;
  for (;;) {
    const query = { search: sought.text, hex: sought.hex ? 'true' : undefined, [from]: at };
    const page = await get<Found>(transcriptPath(line, query), signal);
    if (page.hit !== undefined) return page;
    at = towards === 'newer' ? page.next : page.previous;
    if (at === undefined) return undefined;
    tell(at);
  }
}

/** What is wrong with what is looked for; nothing where it can be looked for. */
export function complaint({ text, hex }: Sought): string | undefined {
  if (!hex) return undefined;
  const digits = text.replace(/\s+/g, '');
  if (/[^0-9a-f]/i.test(digits)) return 'Hex is digits 0–9 and a–f, such as a5 0f.';
  return digits.length % 2 === 0 ? undefined : 'Hex has two digits for each byte: one is missing.';
}
