import type { Node, SourceFile } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isFunctionDeclaration,
  isInterfaceDeclaration,
  isIntersectionTypeNode,
  isMethodSignatureDeclaration,
  isPropertySignatureDeclaration,
  isTypeAliasDeclaration,
  isTypeLiteralNode,
  isUnionTypeNode,
  isVariableStatement,
} from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';

/** A member of a type, or one of the forms that a value may have. */
export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  readonly doc: string;
}

/** Something that a module exports, as its source says it. */
export interface Export {
  readonly name: string;
  readonly form: 'type' | 'function' | 'value';
  /** How a function is called, or what type a value has. */
  readonly signature: string;
  readonly doc: string;
  readonly members: readonly Member[];
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The exports of some modules, by file, in the order in which they stand there. */
export function readExports(config: string, files: readonly string[]): ReadonlyMap<string, readonly Export[]> {
  const api = new API();
  try {
    const [project] = api.updateSnapshot({ openProject: config }).getProjects();
    return new Map(files.map((file) => [file, exportsOf(project?.program.getSourceFile(file), file)]));
  } finally {
    api.close();
  }
}

function exportsOf(source: SourceFile | undefined, file: string): Export[] {
  if (source === undefined) throw new Error(`${file} is no part of the project`);
  const textOf = (node: Node | undefined): string =>
    node === undefined ? '' : oneLine(source.text.slice(node.pos, node.end).replace(/\/\*\*.*?\*\//gs, ''));

  const docOf = ({ jsDoc = [] }: Node): string =>
    jsDoc
      .map(({ pos, end }) => source.text.slice(pos, end))
      .map((text) =>
        oneLine(
          text
            .trim()
            .replace(/^\/\*\*|\*\/$/g, '')
            .replace(/^\s*\*/gm, ''),
        ),
      )
      .join(' ')
      .replace(/\{@link ([\w.]+)\}/g, '`$1`');

  const memberOf = (node: Node): Member[] => {
    if (isPropertySignatureDeclaration(node)) {
      const optional = node.postfixToken !== undefined;
      return [{ name: textOf(node.name), optional, type: textOf(node.type), doc: docOf(node) }];
    }
    if (!isMethodSignatureDeclaration(node)) return [];
    const call = `(${node.parameters.map(textOf).join(', ')}) => ${textOf(node.type)}`;
    return [{ name: textOf(node.name), optional: node.postfixToken !== undefined, type: call, doc: docOf(node) }];
  };

  /** What a type is made of: its members, or the forms of a union. */
  const membersOf = (type: Node): Member[] => {
    if (isTypeLiteralNode(type)) return type.members.flatMap(memberOf);
    if (isIntersectionTypeNode(type)) return type.types.flatMap(membersOf);
    if (!isUnionTypeNode(type)) return [];
    return type.types.map((form) => ({ name: '', optional: false, type: textOf(form), doc: docOf(form) }));
  };

  return source.statements.flatMap((node): Export[] => {
    if (!/^\s*(\/\*\*.*?\*\/\s*|\/\/[^\n]*\s*)*export\b/s.test(source.text.slice(node.pos, node.end))) return [];
    const doc = docOf(node);
    if (isInterfaceDeclaration(node)) {
      const base = (node.heritageClauses ?? []).map(textOf).join(' ');
      return [{ name: textOf(node.name), form: 'type', signature: base, doc, members: node.members.flatMap(memberOf) }];
    }
    if (isTypeAliasDeclaration(node)) {
      const members = membersOf(node.type);
      const signature = members.length > 0 ? '' : textOf(node.type);
      return [{ name: textOf(node.name), form: 'type', signature, doc, members }];
    }
    if (isFunctionDeclaration(node)) {
      const call = `${textOf(node.name)}(${node.parameters.map(textOf).join(', ')})`;
      return [{ name: textOf(node.name), form: 'function', signature: call, doc, members: [] }];
    }
    if (!isVariableStatement(node)) return [];
    return node.declarationList.declarations.map((own): Export => {
      const name = textOf(own.name);
      const { initializer } = own;
      return initializer !== undefined && isArrowFunction(initializer)
        ? {
            name,
            form: 'function',
            signature: `${name}(${initializer.parameters.map(textOf).join(', ')})`,
            doc,
            members: [],
          }
        : { name, form: 'value', signature: textOf(own.type), doc, members: [] };
    });
  });
}
