import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { describeError, type Issue } from '../kit/errors.ts';
import type { Path, Problem } from './schema-problems.ts';

/** What a text in YAML says, and where. */
export interface YamlText {
  readonly content: unknown;
  /** Each problem with its line and its path, in the order of the text. */
  issuesOf(problems: readonly Problem[]): Issue[];
}

/** Reads YAML; `file` is only for messages. `refuse` makes the error of a text that is none. */
export function readYaml(text: string, file: string, refuse: (issues: readonly Issue[]) => Error): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw refuse(document.errors.map(({ message, pos }) => ({ name: 'YAML', message, where: at(pos[0]) })));
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw refuse([{ name: 'YAML', message: describeError(error), where: `${file}:1:1` }]);
  }
  return {
    content,
    issuesOf: (problems) =>
      problems
        .map(({ path, message }) => {
          const offset = offsetOf(document.contents, path);
          return { name: path.join('.') || 'the file', message, where: at(offset), offset };
        })
        .sort((a, b) => a.offset - b.offset)
        .map(({ offset: _, ...issue }) => issue),
  };
}

/** Where a path stands in the file; where the last part is missing, the thing that lacks it. */
function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    if (isSeq(node) && typeof part === 'number') {
      node = node.items[part];
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset;
      continue;
    }
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined;
    if (pair === undefined) break;
    offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
    node = pair.value;
  }
  return offset;
}
