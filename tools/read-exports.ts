import type { InterfaceDeclaration, Node, SourceFile, UnionTypeNode } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isFunctionDeclaration,
  isInterfaceDeclaration,
  isIntersectionTypeNode,
  isMethodSignatureDeclaration,
  isParenthesizedTypeNode,
  isPropertySignatureDeclaration,
  isTypeAliasDeclaration,
  isTypeLiteralNode,
  isTypeReferenceNode,
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

/** What a comment says. */
const sentence = (comment: string): string =>
  oneLine(
    comment
      .trim()
      .replace(/^.*?\/\*\*|\*\/$/gs, '')
      .replace(/^\s*\*/gm, ''),
  ).replace(/\{@link ([\w.]+)\}/g, '`$1`');

/** The names that a module exports, its own and those that it hands on. */
export function exportsOfModule(config: string, file: string): ReadonlySet<string> {
  const api = new API();
  try {
    const [project] = api.updateSnapshot({ openProject: config }).getProjects();
    const source = project?.program.getSourceFile(file);
    const module = source && project?.checker.getSymbolAtLocation(source);
    if (project === undefined || module === undefined) throw new Error(`${file} is no module of the project`);
    return new Set(project.checker.getExportsOfModule(module).map(({ name }) => name));
  } finally {
    api.close();
  }
}

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
    jsDoc.map(({ pos, end }) => sentence(source.text.slice(pos, end))).join(' ');

  const memberOf = (node: Node): Member[] => {
    if (isPropertySignatureDeclaration(node)) {
      const optional = node.postfixToken !== undefined;
      return [{ name: textOf(node.name), optional, type: textOf(node.type), doc: docOf(node) }];
    }
    if (!isMethodSignatureDeclaration(node)) return [];
    const call = `(${node.parameters.map(textOf).join(', ')}) => ${textOf(node.type)}`;
    return [{ name: textOf(node.name), optional: node.postfixToken !== undefined, type: call, doc: docOf(node) }];
  };

  /** What is said of a form of a union stands before the `|` that begins it. */
  const formsOf = (union: UnionTypeNode): Member[] =>
    union.types.map((form, i) => {
      const before = source.text.slice(union.types[i - 1]?.end ?? union.pos, form.getStart(source));
      return { name: '', optional: false, type: textOf(form), doc: sentence(/\/\*\*.*?\*\//s.exec(before)?.[0] ?? '') };
    });

  const isExported = (node: Node): boolean =>
    /^\s*(\/\*\*.*?\*\/\s*|\/\/[^\n]*\s*)*export\b/s.test(source.text.slice(node.pos, node.end));

  /** An interface that only this module knows: what it says is said where it is used. */
  const privateInterface = (name: string): InterfaceDeclaration | undefined =>
    source.statements.filter(isInterfaceDeclaration).find((one) => textOf(one.name) === name && !isExported(one));

  const shapeOf = (node: InterfaceDeclaration): { readonly bases: readonly string[]; readonly members: Member[] } => {
    const inherited = (node.heritageClauses ?? [])
      .flatMap(({ types }) => [...types])
      .map((base) => {
        const own = privateInterface(textOf(base.expression));
        return own === undefined ? { bases: [textOf(base)], members: [] } : shapeOf(own);
      });
    return {
      bases: inherited.flatMap(({ bases }) => bases),
      members: [...inherited.flatMap(({ members }) => members), ...node.members.flatMap(memberOf)],
    };
  };

  /** What a type is made of: its members, or the forms of a union. */
  const membersOf = (type: Node): Member[] => {
    if (isTypeLiteralNode(type)) return type.members.flatMap(memberOf);
    if (isParenthesizedTypeNode(type)) return membersOf(type.type);
    if (isTypeReferenceNode(type)) {
      const own = privateInterface(textOf(type.typeName));
      return own === undefined ? [] : shapeOf(own).members;
    }
    if (isIntersectionTypeNode(type)) return type.types.flatMap(membersOf);
    return isUnionTypeNode(type) ? formsOf(type) : [];
  };

  return source.statements.flatMap((node): Export[] => {
    if (!isExported(node)) return [];
    const doc = docOf(node);
    if (isInterfaceDeclaration(node)) {
      const { bases, members } = shapeOf(node);
      const signature = bases.length > 0 ? `extends ${bases.join(', ')}` : '';
      return [{ name: textOf(node.name), form: 'type', signature, doc, members }];
    }
    if (isTypeAliasDeclaration(node)) {
      const members = membersOf(node.type);
      const parts = isIntersectionTypeNode(node.type) ? [...node.type.types] : [node.type];
      const signature = parts
        .filter((part) => membersOf(part).length === 0)
        .map(textOf)
        .join(' & ');
      return [{ name: textOf(node.name), form: 'type', signature, doc, members }];
    }
    if (isFunctionDeclaration(node)) {
      // Of overloads, the body's signature is the widest, and the first says what it is for.
      if (node.body === undefined) return [];
      const [first] = source.statements
        .filter(isFunctionDeclaration)
        .filter((one) => textOf(one.name) === textOf(node.name));
      const call = `${textOf(node.name)}(${node.parameters.map(textOf).join(', ')})`;
      return [{ name: textOf(node.name), form: 'function', signature: call, doc: docOf(first ?? node), members: [] }];
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
