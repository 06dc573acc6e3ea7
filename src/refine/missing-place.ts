import type { Place } from '../definition/derived.ts';
import type { Instrument } from '../definition/instrument.ts';

/** The derived values, as `stream.field`, that stay missing where there is no position: those that need it, and what follows from them. */
export function missingPlace({ samples }: Pick<Instrument, 'samples'>, place: Place | undefined): readonly string[] {
  if (place !== undefined) return [];
  return Object.entries(samples).flatMap(([stream, { derives = {} }]) => {
    const missing = new Set<string>();
    for (const [name, { ways }] of Object.entries(derives)) {
      if (ways.every(({ needsPlace, from }) => needsPlace || from.some(({ field }) => missing.has(field)))) {
        missing.add(name);
      }
    }
    return [...missing].map((name) => `${stream}.${name}`);
  });
}
