import { isRecord } from '../kit/records.ts';

/** One wrong thing of an instrument, at the setting that is wrong. */
interface LinkProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What is wrong with the links that an instrument is given, where its kind has these; `undefined` is a kind with one. */
export function linkProblems(
  kind: string,
  given: Readonly<Record<string, unknown>>,
  names: readonly string[] | undefined,
): LinkProblem[] {
  const { links } = given;
  if (names === undefined) {
    return links === undefined ? [] : [{ path: ['links'], message: `${kind} has only one: give it as link` }];
  }
  const example = `links: { ${names.map((name) => `${name}: tcp://…`).join(', ')} }`;
  if (links === undefined) {
    const path = ['link', 'attach'].filter((way) => given[way] !== undefined).slice(0, 1);
    return [{ path, message: `${kind} has the links ${names.join(' and ')}: give each (${example})` }];
  }
  if (!isRecord(links)) return [];
  return [
    ...Object.keys(links)
      .filter((name) => !names.includes(name))
      .map((name) => ({ path: ['links', name], message: `${kind} has no such link; there are: ${names.join(', ')}` })),
    ...names
      .filter((name) => links[name] === undefined)
      .map((name) => ({ path: ['links'], message: `the link ${name} of ${kind} is missing (${example})` })),
  ];
}
