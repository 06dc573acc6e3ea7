import { useEffect } from 'react';
import type { KindDocument } from '../../../../../src/model/api/kind.ts';
import type { CommandMetadata } from '../../../../../src/model/metadata.ts';
import { useParam } from '../../../state/url.ts';
import { Panel } from '../../../ui/panel.tsx';
import { stateWords } from '../../../words/states.ts';
import { useHindrance } from '../state/use-hindrance.ts';
import { CommandCard } from './command-card.tsx';
import css from './control.module.css';

interface Props {
  readonly id: string;
  readonly commands: Readonly<Record<string, CommandMetadata>>;
  readonly capabilities: readonly string[];
  readonly state: string;
  readonly kind: KindDocument | undefined;
}

/** What the instrument can be asked to do now, each as a form; and what it could do in another state. */
export function Commands({ id, commands, capabilities, state, kind }: Props) {
  const hindrance = useHindrance(id, 'operator');
  const all = Object.entries(commands);
  const possible = all.filter(([name]) => capabilities.includes(name));
  const others = all.filter(([name]) => !capabilities.includes(name));
  const [sought] = useParam('command');
  useEffect(() => document.getElementById(`command-${sought}`)?.focus(), [sought]);
  return (
    <Panel title={`Commands possible now (${possible.length})`}>
      {hindrance !== undefined && <p className={css.hindrance}>{hindrance}</p>}
      {possible.length === 0 && (
        <p className={css.soft}>None while the instrument is in state {stateWords(state).words}.</p>
      )}
      <ul className={css.commands}>
        {possible.map(([name, command]) => (
          <CommandCard key={name} {...{ id, name, command, hindrance }} about={kind?.commands[name]} />
        ))}
      </ul>
      {others.length > 0 && (
        <details className={css.others} open={others.some(([name]) => name === sought)}>
          <summary>Not possible now ({others.length})</summary>
          <dl>
            {others.map(([name, { title, states }]) => (
              <div key={name} id={`command-${name}`} tabIndex={-1}>
                <dt>
                  {title} <code>{name}</code>
                </dt>
                <dd>{whyNot(states, state)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </Panel>
  );
}

const named = (states: readonly string[]): string => states.map((state) => stateWords(state).words).join(' or ');

function whyNot(states: readonly string[], state: string): string {
  if (states.length === 0) return 'only as a part of other commands';
  if (states.includes(state)) return 'not while something else is running';
  return `only in ${named(states)}; it is in ${stateWords(state).words}`;
}
