import { memo } from 'react';
import type { InstrumentSummary } from '../../../../src/model/api/instrument.ts';
import { useHoldsLock, useLock } from '../../state/locks.ts';
import { Age } from '../../ui/age.tsx';
import { AlertBadge } from '../../ui/alert-badge.tsx';
import { LockChip } from '../../ui/lock-chip.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Value } from '../../ui/value.tsx';
import { concernOf } from './arrange.ts';
import styles from './fleet-tile.module.css';
import { InstrumentLink } from './instrument-link.tsx';

const MOST_VALUES = 3;
const DIGITS = 5;

/** One instrument at one glance: who it is, what it does, how fresh, its key values, what is wrong, who holds it. */
export const FleetTile = memo(function FleetTile({ instrument }: { readonly instrument: InstrumentSummary }) {
  const { id, name, model, state, problem, last_sample, late, values, alerts } = instrument;
  const lock = useLock(id);
  const mine = useHoldsLock(id);
  return (
    <article className={styles.tile} data-concern={concernOf(instrument)}>
      <div className={styles.head}>
        <h3 className={styles.name}>
          <InstrumentLink id={id} name={name} />
        </h3>
        <p className={styles.model}>
          {name !== id && <code>{id}</code>} {model}
        </p>
      </div>
      <div className={styles.state}>
        <StateBadge state={state} problem={problem} />
        <span className={styles.fresh} title="Since the last sample">
          <Age of={last_sample} late={late} {...(last_sample !== undefined && { after: late ? 'ago, late' : 'ago' })} />
        </span>
      </div>
      <dl className={styles.values}>
        {values.slice(0, MOST_VALUES).map(({ stream, field, title, unit, value, flag, trend }) => (
          <div key={`${stream}.${field}`} className={styles.value}>
            <dt title={`${title}: ${stream}.${field}`}>{title}</dt>
            <dd>
              <Value value={value} unit={unit} flag={flag} late={late} digits={DIGITS} />
            </dd>
            {trend !== undefined && trend.length > 1 && <Sparkline values={trend} label={`${title} lately`} />}
          </div>
        ))}
      </dl>
      <div className={styles.foot}>
        <AlertBadge alerts={alerts} />
        <LockChip lock={lock} mine={mine} />
        {problem !== undefined && <p className={styles.problem}>{problem}</p>}
      </div>
    </article>
  );
});
