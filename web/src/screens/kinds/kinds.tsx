import { useState } from 'react';
import { Link } from 'wouter';
import type { KindSummary } from '../../../../src/model/api/kind.ts';
import { useGet } from '../../api/use-get.ts';
import { Empty } from '../../ui/empty.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { KindPage } from './kind-page.tsx';
import styles from './kinds.module.css';
import { byMaker, matching } from './kinds-by-maker.ts';
import { UsedBy } from './used-by.tsx';

/** The kinds of instruments that are known; or one of them, with all that its definition says. */
export function KindsScreen({ kind }: { readonly kind?: string }) {
  return kind === undefined ? <KindList /> : <KindPage key={kind} kind={kind} />;
}

function KindList() {
  const { data, error, reload } = useGet<readonly KindSummary[]>('/kinds');
  const [search, setSearch] = useState('');
  const makers = byMaker(matching(data ?? [], search));
  return (
    <div className={styles.screen}>
      <h1>Kinds of instruments</h1>
      <p className={styles.soft}>What Sonde knows of each, made from the very definition that runs it.</p>
      <Field label="Search">
        {(ties) => (
          <input
            {...ties}
            type="search"
            className={styles.search}
            placeholder="maker, model, or what it measures"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        )}
      </Field>
      <ProblemNote error={error} what="The kinds cannot be shown" onRetry={reload} />
      {data !== undefined && makers.length === 0 && (
        <Empty title={`No kind has '${search}' in its name or description`}>
          A kind of your own is a folder with a definition: <code>sonde new vendor.model</code> makes its beginning.
        </Empty>
      )}
      {makers.map(([maker, kinds]) => (
        <section key={maker} aria-label={maker} className={styles.maker}>
          <h2>{maker}</h2>
          <ul className={styles.tiles}>
            {kinds.map((one) => (
              <KindTile key={one.kind} about={one} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function KindTile({ about: { kind, model, description, used_by } }: { readonly about: KindSummary }) {
  return (
    <li className={styles.tile}>
      <h3>
        <Link href={`/kinds/${kind}`}>{model}</Link>
      </h3>
      <code className={styles.soft}>{kind}</code>
      {description !== undefined && <p>{description}</p>}
      <UsedBy ids={used_by} />
    </li>
  );
}
