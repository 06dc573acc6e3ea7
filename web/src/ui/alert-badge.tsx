import type { InstrumentSummary } from '../../../src/model/api/instrument.ts';
import styles from './alert-badge.module.css';
import { Icon } from './icon.tsx';

/** How many alerts an instrument has; filled where somebody has yet to answer. Nothing where there is none. */
export function AlertBadge({ alerts }: { readonly alerts: InstrumentSummary['alerts'] }) {
  const { alarms, warnings, unanswered } = alerts;
  if (alarms + warnings + unanswered === 0) return null;
  const unansweredClass = unanswered > 0 ? styles.unanswered : '';
  return (
    <span className={styles.badges} title={unanswered > 0 ? `${unanswered} not yet acknowledged` : 'all acknowledged'}>
      {alarms > 0 && (
        <span className={`${styles.alarm} ${unansweredClass}`}>
          <Icon name="alarm" /> {alarms} {alarms === 1 ? 'alarm' : 'alarms'}
        </span>
      )}
      {warnings > 0 && (
        <span className={`${styles.warning} ${unansweredClass}`}>
          <Icon name="warning" /> {warnings} {warnings === 1 ? 'warning' : 'warnings'}
        </span>
      )}
      {alarms + warnings === 0 && (
        <span className={styles.over}>
          <Icon name="warning" /> {unanswered} over, to be acknowledged
        </span>
      )}
    </span>
  );
}
