import type { ParticleNames } from '../model/particle.ts';
import type { Instrument } from './instrument.ts';

/** How OOI's particles name a stream and its fields; our own names where the definition says nothing else. */
export function particleNames(definition: Pick<Instrument, 'samples'>, stream: string): ParticleNames {
  const { ooi = stream, kind, fields, joins = {}, derives = {} } = definition.samples[stream]!;
  const infos = Object.entries({ ...fields, ...joins }).map(
    ([name, field]) => [name, kind === 'block' && 'pattern' in field ? field.field : field] as const,
  );
  return {
    stream: ooi,
    fields: Object.fromEntries([
      ...infos.map(([name, info]) => [name, info.ooi ?? name]),
      // A particle carries what the instrument sent, and no more.
      ...Object.entries(derives).map(([name, info]) => [name, info.ooi ?? false]),
    ]),
    unknown: Object.fromEntries(
      infos.flatMap(([name, { ooiUnknown }]) => (ooiUnknown === undefined ? [] : [[name, ooiUnknown]])),
    ),
  };
}
