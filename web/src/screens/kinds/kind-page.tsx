import { Link } from 'wouter';
import type { KindDocument } from '../../../../src/model/api/kind.ts';
import { useGet } from '../../api/use-get.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { KindCommands } from './kind-commands.tsx';
import { KindParameters } from './kind-parameters.tsx';
import { KindStates } from './kind-states.tsx';
import { KindStreams } from './kind-streams.tsx';
import styles from './kinds.module.css';
import { Readme } from './readme.tsx';
import { UsedBy } from './used-by.tsx';

const CONTENTS = [
  { id: 'states', title: 'States', Part: KindStates },
  { id: 'streams', title: 'Streams', Part: KindStreams },
  { id: 'commands', title: 'Commands', Part: KindCommands },
  { id: 'parameters', title: 'Parameters', Part: KindParameters },
] as const;

/** All that the definition of a kind says: how it is spoken to, what it can be told, and what it sends. */
export function KindPage({ kind }: { readonly kind: string }) {
  const { data, error, reload } = useGet<KindDocument>(`/kinds/${encodeURIComponent(kind)}`);
  return (
    <div className={styles.screen}>
      <p className={styles.noPrint}>
        <Link href="/kinds">All kinds</Link>
      </p>
      <div className={styles.title}>
        <h1>{data === undefined ? kind : `${data.maker} ${data.model}`}</h1>
        <Button className={styles.noPrint} onClick={() => print()}>
          Print
        </Button>
      </div>
      <ProblemNote error={error} what={`What is known of ${kind} cannot be shown`} onRetry={reload} />
      {data !== undefined && <Document about={data} />}
    </div>
  );
}

function Document({ about }: { readonly about: KindDocument }) {
  const { kind, description, used_by, dialogue, links, readme } = about;
  return (
    <>
      <p>
        <code>{kind}</code>
        {description !== undefined && <> · {description}</>}
      </p>
      <UsedBy ids={used_by} />
      <nav className={`${styles.contents} ${styles.noPrint}`} aria-label="On this page">
        {CONTENTS.map(({ id, title }) => (
          <a key={id} href={`#${id}`}>
            {title}
          </a>
        ))}
      </nav>
      <Panel title="How it is spoken to">
        <dl className={styles.facts}>
          {dialogue.map(({ name, text }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
          {links.length > 1 && (
            <div>
              <dt>links</dt>
              <dd>{links.join(', ')}</dd>
            </div>
          )}
        </dl>
      </Panel>
      {CONTENTS.map(({ id, Part }) => (
        <div key={id} id={id} className={styles.part}>
          <Part about={about} />
        </div>
      ))}
      {readme !== undefined && (
        <Panel title="Notes of its definition">
          <Readme text={readme} />
        </Panel>
      )}
    </>
  );
}
