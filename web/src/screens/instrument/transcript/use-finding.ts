import { useCallback, useEffect, useRef, useState } from 'react';
import { endOf, type Held } from './held.ts';
import { readPlace, showPlace } from './place.ts';
import { type Found, type Sought, search, type Towards } from './search.ts';
import type { Line } from './transcript-path.ts';

export interface Finding {
  readonly find: (sought: Sought, towards: Towards) => void;
  readonly busy: boolean;
  readonly cancel: () => void;
  /** How far it is, or what came of it. */
  readonly said: string;
  readonly error: unknown;
}

interface Place {
  /** The byte where somebody reads: what was found last, or what is chosen. */
  readonly at: string | undefined;
  readonly held: Held;
}

/** Looks for bytes in the whole log, from where somebody reads. */
export function useFinding(line: Line, place: Place, onFound: (found: Found) => void): Finding {
  const [state, setState] = useState<{ busy: boolean; said: string; error?: unknown }>({ busy: false, said: '' });
  const running = useRef<AbortController>(undefined);
  const latest = useRef({ line, place, onFound });
  latest.current = { line, place, onFound };
  useEffect(() => () => running.current?.abort(), []);

  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ busy: false, said: 'Looked no further.' });
  }, []);
  const find = useCallback(async (sought: Sought, towards: Towards) => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    const { line, place, onFound } = latest.current;
    const told = sought.hex ? sought.text : `“${sought.text}”`;
    setState({ busy: true, said: `Looking for ${told}…` });
    try {
      const from = startOf(place, towards);
      const found = await search(line, sought, towards, from, stop.signal, (at) =>
        setState({ busy: true, said: `Looking for ${told}: at ${at.slice(0, 10)}…` }),
      );
      if (stop.signal.aborted) return;
      if (found !== undefined) onFound(found);
      const nowhere = `${told} is nowhere ${towards === 'older' ? 'before' : 'behind'} this place.`;
      setState({ busy: false, said: found === undefined ? nowhere : `Found ${told}.` });
    } catch (error) {
      if (!stop.signal.aborted) setState({ busy: false, said: '', error });
    }
  }, []);
  return { find, cancel, busy: state.busy, said: state.said, error: state.error };
}

/** From where on: behind the byte where somebody reads, or before it; from the end of what is shown where that is nowhere. */
export function startOf({ at, held }: Place, towards: Towards): string | undefined {
  if (at === undefined) return endOf(held);
  const place = readPlace(at);
  if (towards === 'older' || place === undefined) return at;
  return showPlace({ ...place, offset: place.offset + 1 });
}
