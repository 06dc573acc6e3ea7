import { parse } from 'yaml';
import { z } from 'zod';
import { definitionPlaces } from './schema.ts';

const head = z.object({ definitions: definitionPlaces });

/**
 * Where a configuration's kinds are described, before it is read as a whole: only then is known which kinds there are. None
 * where the text is no such configuration; what is wrong with it is told when it is read.
 */
export function definitionPlacesIn(text: string): readonly string[] {
  try {
    const { data } = head.safeParse(parse(text, { logLevel: 'silent' }));
    return [data?.definitions ?? []].flat();
  } catch {
    return [];
  }
}
