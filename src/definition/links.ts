import { ParameterError } from '../kit/errors.ts';
import { type Command, exchangesOf, type Instrument } from './instrument.ts';
import type { Stream } from './stream.ts';

/** Stands for the link of an instrument that has only one, and names it not. */
export const ONLY_LINK = '';

/** The links of an instrument; what does not say which is its own is about the first. */
export const linksOf = ({ links }: Pick<Instrument, 'links'>): readonly [string, ...string[]] => {
  const [first = ONLY_LINK, ...others] = links ?? [];
  return [first, ...others];
};

/** The link of that name, the first where none is wanted; a `ParameterError` with those that there are. */
export function linkNamed(definition: Pick<Instrument, 'links'>, wanted: unknown): string {
  const { links = [] } = definition;
  const link = wanted === undefined ? linksOf(definition)[0] : links.find((own) => own === wanted);
  if (link !== undefined) return link;
  const there = links.length > 0 ? `there are: ${links.join(', ')}` : 'the instrument has only one';
  throw new ParameterError([{ name: 'link', message: `'${wanted}' is not there; ${there}` }]);
}

/** The streams that come over a link: the definition's own record where it has only one. */
export function streamsOver(
  definition: Pick<Instrument, 'links' | 'samples'>,
  link: string,
): Readonly<Record<string, Stream>> {
  const { links, samples } = definition;
  if (links === undefined && link === ONLY_LINK) return samples;
  const [first] = linksOf(definition);
  return Object.fromEntries(Object.entries(samples).filter(([, stream]) => (stream.link ?? first) === link));
}

/** Over which link a command's reply comes, for an exchange that belongs to it; nothing where the command says nothing. */
export function linkOf(command: Command | undefined): { readonly link?: string } {
  if (command === undefined) return {};
  const { link } = exchangesOf(command).at(-1) ?? {};
  return link === undefined ? {} : { link };
}
