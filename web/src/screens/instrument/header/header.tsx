import { Link } from 'wouter';
import type { InstrumentSummary } from '../../../../../src/model/api/instrument.ts';
import { Age } from '../../../ui/age.tsx';
import { AlertBadge } from '../../../ui/alert-badge.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { stateWords } from '../../../words/states.ts';
import css from './header.module.css';
import { LockControls } from './lock-controls.tsx';

/** Who the instrument is and how it stands, above every sheet. */
export function Header({ summary }: { readonly summary: InstrumentSummary }) {
  const { id, name, kind, model, on, state, state_since, problem, wanted, last_sample, late, alerts } = summary;
  return (
    <header className={css.header}>
      <div className={css.names}>
        <h1 className={css.name}>{name}</h1>
        <p className={css.about}>
          <code>{id}</code>
          <Link href={`/kinds/${kind}`}>{model}</Link>
          {on !== undefined && (
            <span>
              behind <Link href={`/i/${on}`}>{on}</Link>
            </span>
          )}
        </p>
      </div>
      <dl className={css.facts}>
        <div>
          <dt>State</dt>
          <dd>
            <StateBadge state={state} problem={problem} /> <Age of={state_since} />
          </dd>
        </div>
        <div>
          <dt>Last sample</dt>
          <dd className={late ? css.late : undefined}>
            {late && <Icon name="warning" />} <Age of={last_sample} late={late} after="ago" />
            {late && ' · late'}
          </dd>
        </div>
        {isElsewhere(state, wanted) && (
          <div>
            <dt>Wanted</dt>
            <dd className={css.late}>
              <Icon name="warning" /> {stateWords(wanted ?? '').words}
            </dd>
          </div>
        )}
        {alerts.alarms + alerts.warnings + alerts.unanswered > 0 && (
          <div>
            <dt>Alerts</dt>
            <dd>
              <Link href={`/alerts?instrument=${id}`} className={css.alerts ?? ''}>
                <AlertBadge alerts={alerts} />
              </Link>
            </dd>
          </div>
        )}
      </dl>
      <LockControls id={id} name={name} />
      {problem !== undefined && (
        <p className={css.problem}>
          <Icon name="warning" /> {problem}
        </p>
      )}
    </header>
  );
}

const isElsewhere = (state: string, wanted: string | undefined): boolean =>
  wanted !== undefined && wanted !== 'leave' && wanted !== state && stateWords(state).tone !== 'busy';
