/**
 * What somebody wants to be told live: topics, and of which instruments; of all of them where none are named. As text, in the address of
 * `/live`: `summary,alert,samples:ctd_12m+adcp`.
 */
export type Wanted<Topic extends string = string> = ReadonlyMap<Topic, 'all' | ReadonlySet<string>>;

export const writeWanted = (wanted: Wanted): string =>
  [...wanted].map(([topic, of]) => (of === 'all' ? topic : `${topic}:${[...of].join('+')}`)).join(',');

/** Topics may be named more than once: then all that is named is wanted. Names are taken as they stand. */
export function readWanted(text: string): Wanted {
  const wanted = new Map<string, 'all' | Set<string>>();
  for (const part of text.split(',').filter((part) => part !== '')) {
    const [topic = '', of] = part.split(':');
    const before = wanted.get(topic);
    if (of === undefined || before === 'all') wanted.set(topic, 'all');
    else wanted.set(topic, new Set([...(before ?? []), ...of.split('+').filter((id) => id !== '')]));
  }
  return wanted;
}
