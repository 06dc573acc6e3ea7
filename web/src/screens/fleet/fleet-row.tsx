import { memo } from 'react';
import type { InstrumentSummary } from '../../../../src/model/api/instrument.ts';
import { useHoldsLock, useLock } from '../../state/locks.ts';
import { Age } from '../../ui/age.tsx';
import { AlertBadge } from '../../ui/alert-badge.tsx';
import { LockChip } from '../../ui/lock-chip.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Value } from '../../ui/value.tsx';
import { concernOf } from './arrange.ts';
import styles from './fleet-row.module.css';
import { InstrumentLink } from './instrument-link.tsx';

/** The same as a tile on one line: for many instruments. */
export const FleetRow = memo(function FleetRow({ instrument }: { readonly instrument: InstrumentSummary }) {
  const { id, name, model, state, problem, last_sample, late, values, alerts } = instrument;
  const lock = useLock(id);
  const mine = useHoldsLock(id);
  return (
    <article className={styles.row} data-concern={concernOf(instrument)}>
      <h3 className={styles.name} title={model}>
        <InstrumentLink id={id} name={name} />
      </h3>
      <StateBadge state={state} problem={problem} />
      <Age of={last_sample} late={late} />
      <dl className={styles.values}>
        {values.slice(0, 3).map(({ stream, field, title, unit, value, flag }) => (
          <div key={`${stream}.${field}`} title={title}>
            <dt>{title}</dt>
            <dd>
              <Value value={value} unit={unit} flag={flag} late={late} size="text" digits={5} />
            </dd>
          </div>
        ))}
      </dl>
      <div className={styles.marks}>
        <AlertBadge alerts={alerts} />
        <LockChip lock={lock} mine={mine} />
        {problem !== undefined && <span className={styles.problem}>{problem}</span>}
      </div>
    </article>
  );
});
