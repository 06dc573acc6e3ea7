/** A message of a stream of server-sent events. */
export interface SseMessage {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/** Cuts a stream of text into messages, however it comes in pieces (WHATWG HTML, 9.2). */
export function sseParser(): (piece: string) => SseMessage[] {
  let rest = '';
  let lines: string[] = [];
  return (piece) => {
    const found: SseMessage[] = [];
    const text = rest + piece;
    const held = text.endsWith('\r') ? text.length - 1 : text.length;
    const parts = text.slice(0, held).split(/\r\n|\r|\n/);
    rest = (parts.pop() ?? '') + text.slice(held);
    for (const line of parts) {
      if (line !== '') {
        lines.push(line);
        continue;
      }
      const message = messageOf(lines);
      lines = [];
      if (message !== undefined) found.push(message);
    }
    return found;
  };
}

function messageOf(lines: readonly string[]): SseMessage | undefined {
  const data: string[] = [];
  let event = 'message';
  let id: string | undefined;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id') id = value;
  }
  return data.length > 0 || id !== undefined ? { event, data: data.join('\n'), id } : undefined;
}
