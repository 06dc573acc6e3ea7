import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useAlerts } from '../../state/alerts.ts';
import { serverNow } from '../../state/clock.ts';
import { useInstruments } from '../../state/instruments.ts';
import { prefer, preferences } from '../../state/preferences.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './since-looked.module.css';

/** What has happened since this page was last looked at; nothing where nothing has. */
export function SinceLooked() {
  const [since, setSince] = useState(preferences.get().looked);
  const { items } = useInstruments();
  const { items: alerts } = useAlerts();

  useEffect(() => {
    const looked = (): void => prefer({ looked: new Date(serverNow()).toISOString() });
    const hidden = (): void => {
      if (document.hidden) looked();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      looked();
    };
  }, []);

  if (since === undefined) return null;
  const raised = [...alerts.values()].filter((alert) => alert.raised > since).length;
  const changed = [...items.values()].filter(({ state_since }) => state_since > since).length;
  if (raised + changed === 0) return null;
  const told = [
    raised > 0 && `${raised} ${raised === 1 ? 'alert was' : 'alerts were'} raised`,
    changed > 0 && `${changed} ${changed === 1 ? 'instrument has' : 'instruments have'} changed state`,
  ].filter(Boolean);
  return (
    <div className={styles.since}>
      <p>
        Since you last looked, <Age of={since} after="ago" />: {told.join(', ')}.{' '}
        <Link href={`/events?from=${since}`}>See what happened</Link>
      </p>
      <Button look="quiet" onClick={() => setSince(undefined)}>
        Dismiss
      </Button>
    </div>
  );
}
