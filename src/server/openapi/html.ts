const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ESCAPED[character] ?? '');

/** Paragraphs of the little Markdown that descriptions are written in: `code` and **bold**. */
export const marked = (text: string): string =>
  text
    .split('\n\n')
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${inline(escapeHtml(paragraph))}</p>`)
    .join('');

/** The names of shapes, written with an arrow before them, lead to them. */
export const linked = (text: string): string => links(escapeHtml(text));

const links = (html: string): string => html.replaceAll(/→(\w+)/g, '<a href="#shape-$1">$1</a>');

const inline = (html: string): string =>
  links(html)
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<b>$1</b>');
