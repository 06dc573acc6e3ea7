const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Where the transcript shows the bytes of a sample: at its place in the log, or at its time where that is not told. */
export function bytesOf(id: string, { log, time }: { readonly log?: unknown; readonly time: string }): string {
  const isPlace = isRecord(log) && typeof log.day === 'string' && typeof log.offset === 'number';
  const query = new URLSearchParams({ at: isPlace ? `${log.day}:${log.offset}` : time });
  if (isPlace && typeof log.link === 'string') query.set('link', log.link);
  return `/i/${id}/transcript?${query}`;
}
