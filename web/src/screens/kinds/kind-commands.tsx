import type { KindDocument } from '../../../../src/model/api/kind.ts';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import { fieldOf } from '../../ui/schema-form/form-model.ts';
import { Table } from '../../ui/table.tsx';
import { durationWords } from '../../words/age.ts';
import { stateWords } from '../../words/states.ts';
import styles from './kinds.module.css';

interface Command {
  readonly name: string;
  readonly about: KindDocument['commands'][string];
}

/** What it can be told to do, when, and what is sent then. */
export function KindCommands({ about }: { readonly about: KindDocument }) {
  const rows = Object.entries(about.commands).map(([name, own]): Command => ({ name, about: own }));
  return (
    <Panel title={`Commands (${rows.length})`}>
      <Table
        caption="Commands"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { name: 'command', title: 'Command', cell: (command) => <What {...command} /> },
          { name: 'sends', title: 'What is sent', cell: ({ about: { sends } }) => <Sends sends={sends} /> },
          { name: 'arguments', title: 'With', cell: ({ about: own }) => <Arguments schema={own.arguments} /> },
          { name: 'states', title: 'When', cell: ({ about: { states } }) => named(states) },
          { name: 'then', title: 'Then', cell: ({ about: own }) => <Then about={own} streams={about.streams} /> },
        ]}
      />
    </Panel>
  );
}

const named = (states: readonly string[]): string =>
  states.length === 0 ? 'only as a part of others' : states.map((state) => stateWords(state).words).join(', ');

function What({ name, about: { title, description, dangerous } }: Command) {
  return (
    <>
      {title} <code className={styles.soft}>{name}</code>
      {dangerous && (
        <span className={styles.danger}>
          {' '}
          <Icon name="warning" /> dangerous
        </span>
      )}
      {description !== undefined && <p className={styles.soft}>{description}</p>}
    </>
  );
}

function Sends({ sends }: { readonly sends: readonly string[] }) {
  if (sends.length === 0) return <span className={styles.soft}>made from what is given, or from other commands</span>;
  return sends.map((text) => (
    <code key={text} className={styles.sent}>
      {text}
    </code>
  ));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function Arguments({ schema }: { readonly schema: KindDocument['commands'][string]['arguments'] }) {
  const { properties, required } = schema;
  const all = isRecord(properties) ? Object.entries(properties) : [];
  if (all.length === 0) return '';
  return (
    <ul>
      {all.map(([name, own]) => {
        const { title, limits, choices } = fieldOf(name, isRecord(own) ? own : {});
        const needed = Array.isArray(required) && required.includes(name) ? '' : ' (may be left out)';
        return (
          <li key={name}>
            {title} <code className={styles.soft}>{name}</code>: {choices.length > 0 ? choices.join(', ') : limits}
            {needed}
          </li>
        );
      })}
    </ul>
  );
}

function Then({ about: { to, yields, timeout }, streams }: Pick<Command, 'about'> & Pick<KindDocument, 'streams'>) {
  const brings = yields.map((stream) => streams[stream]?.title ?? stream).join(' or ');
  return [
    ...(to === undefined ? [] : [`in state ${stateWords(to).words}`]),
    ...(brings === '' ? [] : [`a sample of ${brings}`]),
    `within ${durationWords(timeout)}`,
  ].join(', ');
}
