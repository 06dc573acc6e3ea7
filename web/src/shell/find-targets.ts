import type { InstrumentSummary } from '../../../src/model/api/instrument.ts';
import type { IconName } from '../ui/icon.tsx';
import { stateWords } from '../words/states.ts';
import { PLACES } from './places.ts';

/** Something that the search leads to. */
export interface Target {
  readonly path: string;
  readonly title: string;
  readonly about: string;
  readonly icon: IconName;
}

/** The commands of one instrument, by name with their titles. */
export interface CommandsOf {
  readonly instrument: string;
  readonly commands: readonly { readonly name: string; readonly title: string }[];
}

type Known = Pick<InstrumentSummary, 'id' | 'name' | 'kind' | 'model' | 'state'>;
const MOST = 12;

const words = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** How well something goes with what was typed: 0 not at all; beginnings count for more than middles. */
function fit(wanted: readonly string[], texts: readonly string[]): number {
  let sum = 1;
  for (const word of wanted) {
    const best = Math.max(
      ...texts.map((text) => {
        const at = text.toLowerCase().indexOf(word);
        return at < 0 ? 0 : at === 0 ? 3 : 1;
      }),
    );
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}

/** The instrument that the first words mean, and the words that are left for its command. */
export function meantInstrument(typed: string, all: Iterable<Known>): { id: string; rest: string } | undefined {
  const [first, ...rest] = words(typed);
  if (first === undefined) return undefined;
  const meant = [...all].filter(({ id, name }) => fit([first], [id, name]) > 0);
  const exact = meant.find(({ id }) => id === first) ?? (meant.length === 1 ? meant[0] : undefined);
  return exact === undefined ? undefined : { id: exact.id, rest: rest.join(' ') };
}

/** All that is called like what was typed, the best first. */
export function findTargets(typed: string, all: readonly Known[], of: CommandsOf | undefined): readonly Target[] {
  const wanted = words(typed);
  const meant = meantInstrument(typed, all);
  const places = PLACES.map(({ path, title, icon }) => ({
    path,
    title,
    icon,
    about: 'screen',
    fit: fit(wanted, [title]),
  }));
  const instruments = all.map(({ id, name, kind, model, state }) => ({
    path: `/i/${id}`,
    title: name === id ? id : `${name} (${id})`,
    about: `${model}, ${stateWords(state).words}`,
    icon: 'fleet' as const,
    fit: fit(wanted, [id, name, kind, model]),
  }));
  const commands = (of !== undefined && of.instrument === meant?.id ? of.commands : []).map(({ name, title }) => ({
    path: `/i/${meant?.id}/control?command=${name}`,
    title: `${meant?.id}: ${title}`,
    about: name,
    icon: 'next' as const,
    fit: fit(words(meant?.rest ?? ''), [name, title]),
  }));
  return [...instruments, ...commands, ...places]
    .filter((target) => target.fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, MOST)
    .map(({ fit: _, ...target }) => target);
}
