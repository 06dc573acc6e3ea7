const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as XML writes it, also between quotes. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!);

/** An element that holds a text. */
export const leaf = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

/** An element that holds others, each a line. */
export const branch = (name: string, lines: readonly string[], attributes: Readonly<Record<string, string>> = {}) => {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return [`<${name}${said.join('')}>`, ...lines.map((line) => `    ${line}`), `</${name}>`];
};
