import type { Problem } from '../../../../../src/model/api/problem.ts';
import type { ParameterNow } from './parameter-rows.ts';

/** What came of changing one parameter. */
export type Outcome =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly text: string };

/** A set that went through: the instrument was read again, and shows what it was asked for. */
export const doneOutcomes = (told: Readonly<Record<string, ParameterNow>>): Record<string, Outcome> =>
  Object.fromEntries(Object.keys(told).map((name) => [name, { kind: 'done', text: 'applied, and read back' }]));

/** A set that did not: what was said of each parameter; of the others, what was said of all. */
export function failedOutcomes(names: readonly string[], { detail, issues = [] }: Problem): Record<string, Outcome> {
  const blamed = new Map(issues.map(({ name, message }) => [name, message]));
  return Object.fromEntries(
    names.map((name) => {
      const own = blamed.get(name);
      const text = own ?? (blamed.size > 0 ? 'not sent: others are wrong' : detail);
      return [name, { kind: 'failed', text }];
    }),
  );
}
