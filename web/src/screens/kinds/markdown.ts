/** A part of a line: a text, or what stands out of it. */
export interface Span {
  readonly text: string;
  readonly look?: 'code' | 'strong' | 'link';
  readonly href?: string;
}

/** A block of a text in Markdown, as far as READMEs of definitions use it. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** A line's text, with its code, its strong words and its links. Only what leads to another site is a link: other files are not here. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, name, href = ''] = match;
    if (match.index > at) spans.push({ text: text.slice(at, match.index) });
    if (code !== undefined) spans.push({ text: code, look: 'code' });
    else if (strong !== undefined) spans.push({ text: strong, look: 'strong' });
    else if (name !== undefined)
      spans.push(...(/^https?:\/\//.test(href) ? [{ text: name, look: 'link', href } as const] : spansOf(name)));
    at = match.index + whole.length;
  }
  if (at < text.length) spans.push({ text: text.slice(at) });
  return spans;
}

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\s*\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s*(?:[-*]|\d+\.)\s+(.*)$/;
const isTable = (line: string): boolean => line.trimStart().startsWith('|');
const opensBlock = (line: string): boolean =>
  line.trim() === '' || HEADING.test(line) || ITEM.test(line) || isTable(line) || line.startsWith('```');

/** Headings, paragraphs, lists, tables and code; whatever else is there is a paragraph. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (belongs: (line: string) => boolean): string[] => {
    const start = at;
    while (at < lines.length && belongs(lines[at] ?? '')) at++;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const [, marks = '', title = ''] = HEADING.exec(line) ?? [];
    if (line.trim() === '') at++;
    else if (marks !== '') {
      blocks.push({ kind: 'heading', level: marks.length, text: title });
      at++;
    } else if (line.startsWith('```')) {
      at++;
      blocks.push({ kind: 'code', text: takeWhile((one) => !one.startsWith('```')).join('\n') });
      at++;
    } else if (isTable(line)) {
      const [head = [], ...rows] = takeWhile(isTable).map(cellsOf);
      blocks.push({ kind: 'table', head, rows: rows.filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell))) });
    } else if (ITEM.test(line)) blocks.push({ kind: 'list', items: takeItems(takeWhile) });
    else {
      at++;
      blocks.push({ kind: 'paragraph', text: [line, ...takeWhile((one) => !opensBlock(one))].join(' ') });
    }
  }
  return blocks;
}

type Take = (belongs: (line: string) => boolean) => string[];

/** An item goes on over lines that are indented. */
function takeItems(takeWhile: Take): string[] {
  const items: string[] = [];
  for (const line of takeWhile((one) => ITEM.test(one) || /^\s+\S/.test(one))) {
    const [, text] = ITEM.exec(line) ?? [];
    if (text !== undefined) items.push(text);
    else items.push(`${items.pop() ?? ''} ${line.trim()}`.trim());
  }
  return items;
}
