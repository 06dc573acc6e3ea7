import { exchangesOf, type Instrument } from './instrument.ts';
import { linksOf, streamsOver } from './links.ts';

/** What is wrong with an instrument's links, and with what says over which of them it goes. */
export function linkProblems(definition: Instrument): string[] {
  const { links, commands, samples } = definition;
  const unknown = (place: string, link: string | undefined): string[] => {
    if (link === undefined || links?.includes(link)) return [];
    const there = links ? `there are: ${links.join(', ')}` : 'it has only one, without a name';
    return [`${place}: link '${link}' is not there; ${there}`];
  };
  return [
    ...(links !== undefined && new Set(links).size < 2
      ? ['links: names two links or more; an instrument with one does not name it']
      : []),
    ...Object.entries(commands).flatMap(([name, command]) =>
      exchangesOf(command).flatMap(({ link }) => unknown(`command ${name}`, link)),
    ),
    ...Object.entries(samples).flatMap(([name, { link }]) => unknown(`stream ${name}`, link)),
    ...linksOf(definition).flatMap((link) => joinProblems(definition, link)),
  ];
}

/** A record can only be joined to one that comes over the same link: nothing tells which of two links was first. */
function joinProblems(definition: Instrument, link: string): string[] {
  const own = streamsOver(definition, link);
  return Object.entries(own).flatMap(([name, { joins = {} }]) =>
    Object.values(joins)
      .filter(({ stream }) => stream in definition.samples && !(stream in own))
      .map(({ stream }) => `stream ${name}: joins '${stream}', which comes over another link`),
  );
}
