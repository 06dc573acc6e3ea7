/** Whose bytes. */
export interface Line {
  readonly id: string;
  /** Where the instrument has several. */
  readonly link: string | undefined;
}

/** Where the API tells it, seen from `/api/v1`. */
export const transcriptPath = (
  { id, link }: Line,
  query: Readonly<Record<string, string | undefined>>,
  what = 'transcript',
): string => {
  const given = Object.entries({ ...query, link }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/instruments/${encodeURIComponent(id)}/${what}?${new URLSearchParams(given)}`;
};
