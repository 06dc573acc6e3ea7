import { useEffect, useState } from 'react';
import { problemOf } from '../api/api-error.ts';
import { send } from '../api/client.ts';

const SETTLED_MS = 500;

/** What the server says of a text that is being written, asked whenever the writing pauses. */
export function useChecked<T>(path: string, text: string, enabled = true) {
  const [state, setState] = useState<{ readonly text?: string; readonly answer?: T; readonly error?: unknown }>({});
  useEffect(() => {
    if (!enabled) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      send<T>('POST', path, { text }, { signal: stop.signal })
        .then((answer) => setState({ text, answer }))
        .catch((error: unknown) => {
          if (!stop.signal.aborted) setState({ text, error });
        });
    }, SETTLED_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [path, text, enabled]);
  const current = state.text === text;
  const problem = current && state.error !== undefined ? problemOf(state.error) : undefined;
  return {
    /** Nothing is said yet of the text as it stands. */
    checking: enabled && !current,
    answer: current ? state.answer : undefined,
    issues: problem?.issues ?? [],
    /** What went wrong with the check itself. */
    error: problem !== undefined && (problem.issues ?? []).length === 0 ? state.error : undefined,
  };
}
