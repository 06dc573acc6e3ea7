import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useKey } from '../../keys/use-key.ts';
import { useAlerts } from '../../state/alerts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { ALERT_LISTS, byUrgency, listOf } from '../../words/alert-lists.ts';
import { AlertCard } from './alert-card.tsx';
import { AlertDialog, type Asking } from './alert-dialog.tsx';
import styles from './alerts.module.css';
import { useAnswer } from './use-answer.ts';

/** Everything that wants a person, and what was said to it. */
export function AlertsScreen() {
  const { items, known, error } = useAlerts();
  const [asking, setAsking] = useState<Asking>();
  const { answer, busy } = useAnswer();
  const all = [...items.values()].sort(byUrgency);
  const order = ALERT_LISTS.flatMap(({ name }) => all.filter((alert) => listOf(alert) === name));

  const focused = () => order.find(({ id }) => id === document.activeElement?.closest('[data-alert]')?.id);
  const step = (by: number): void => {
    const at = order.findIndex(({ id }) => id === focused()?.id);
    const next = order[at < 0 ? 0 : Math.max(0, Math.min(order.length - 1, at + by))];
    document.getElementById(next?.id ?? '')?.focus();
  };
  const onFocused = (request: 'acknowledge' | Asking['request']): void => {
    const alert = focused();
    if (alert === undefined) return;
    if (request === 'acknowledge') {
      // It goes to another list, or away: the focus goes on before that.
      step(1);
      void answer(alert, 'acknowledge', {});
    } else setAsking({ alert, request });
  };
  useKey('j', 'Next alert', () => step(1));
  useKey('k', 'Alert before', () => step(-1));
  useKey('a', 'Acknowledge the alert', () => onFocused('acknowledge'));
  useKey('s', 'Shelve the alert', () => onFocused('shelve'));
  useKey('c', 'Comment on the alert', () => onFocused('comment'));

  useEffect(() => {
    if (known) document.getElementById(location.hash.slice(1))?.focus();
  }, [known]);

  if (!known) return error === undefined ? <Empty title="Asking for the alerts…" /> : <ProblemNote error={error} />;
  return (
    <div className={styles.alerts}>
      <h1>Alerts</h1>
      {ALERT_LISTS.map(({ name, title, none }) => {
        const list = all.filter((alert) => listOf(alert) === name);
        return (
          <Panel
            key={name}
            title={
              <>
                {title} <small className={styles.count}>{list.length}</small>
              </>
            }
          >
            {list.length === 0 && <p className={styles.none}>{none}</p>}
            <ul className={styles.list}>
              {list.map((alert) => (
                <AlertCard key={alert.id} alert={alert} busy={busy === alert.id} answer={answer} ask={setAsking} />
              ))}
            </ul>
          </Panel>
        );
      })}
      <p className={styles.none}>
        An alert that is over and acknowledged leaves these lists. All that was ever raised and answered stands in the{' '}
        <Link href="/events?types=alerts">events</Link>; what is watched stands under{' '}
        <Link href="/settings/rules">Settings</Link>.
      </p>
      {asking !== undefined && <AlertDialog asking={asking} answer={answer} onClose={() => setAsking(undefined)} />}
    </div>
  );
}
