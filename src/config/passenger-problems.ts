import { nearest } from '../kit/nearest.ts';

/** An instrument of a configuration, as far as its file says something of the right form. */
export interface Deployed {
  readonly id: string;
  readonly kind: string | undefined;
  /** The instrument that it is said to be found behind. */
  readonly on: unknown;
  readonly mode: unknown;
}

/** One wrong thing of an instrument, at the setting that is wrong. */
export interface PassengerProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What is known of instruments that are found behind others. */
export interface KnownHosts {
  /** The kinds that one of this kind is found behind; `undefined` where it has a link of its own, or is not known. */
  hostKinds(kind: string): readonly string[] | undefined;
  /** What one of this kind needs of the other, and that does not have. */
  hostProblems?(kind: string, host: string): readonly string[];
}

/** What is wrong with an instrument that is found behind another one, or should be. */
export function passengerProblems(own: Deployed, all: readonly Deployed[], known: KnownHosts): PassengerProblem[] {
  const { kind, on, mode } = own;
  const kinds = kind === undefined ? undefined : known.hostKinds(kind);
  if (on === undefined) return kinds === undefined ? [] : [{ path: [], message: missing(own, kinds, all) }];
  return [
    ...(typeof on === 'string' ? hostProblems(own, on, kinds, all, known) : []),
    ...(mode === 'command' || mode === 'autosample'
      ? [{ path: ['startup', 'mode'], message: `it does what '${on}' does: set the mode there` }]
      : []),
  ];
}

const idsOf = (all: readonly Deployed[], kinds: readonly string[]): string[] =>
  all.flatMap(({ id, kind }) => (kind !== undefined && kinds.includes(kind) ? [id] : []));

function missing({ kind }: Deployed, kinds: readonly string[], all: readonly Deployed[]): string {
  const ids = idsOf(all, kinds);
  const which =
    ids.length > 0 ? ids.map((id) => `on: ${id}`).join(' or ') : `an instrument of the kind ${kinds.join(', ')}`;
  return `${kind} has no link of its own: say behind which instrument it is found (${which})`;
}

function hostProblems(
  { id, kind }: Deployed,
  on: string,
  kinds: readonly string[] | undefined,
  all: readonly Deployed[],
  known: KnownHosts,
): PassengerProblem[] {
  const host = all.find((other) => other.id === on);
  const wrong = (message: string): PassengerProblem[] => [{ path: ['on'], message }];
  if (host === undefined || on === id) {
    const fitting = kinds === undefined ? [] : idsOf(all, kinds);
    const others = all.map((other) => other.id).filter((other) => other !== id);
    return wrong(`'${on}' is no other instrument here; ${nearest(on, fitting.length > 0 ? fitting : others)}`);
  }
  if (kind === undefined || host.kind === undefined) return [];
  if (kinds === undefined) return wrong(`${kind} has a link of its own, and is found behind no other instrument`);
  if (kinds.includes(host.kind)) return (known.hostProblems?.(kind, host.kind) ?? []).flatMap(wrong);
  return wrong(`'${on}' is of kind ${host.kind}; ${kind} is found behind ${kinds.join(', ')}`);
}
