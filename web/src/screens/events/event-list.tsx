import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { type EventFilter, keyOf } from './event-filter.ts';
import styles from './event-list.module.css';
import { EventRow } from './event-row.tsx';
import { EventTools } from './event-tools.tsx';
import { useEventFilter } from './use-event-filter.ts';
import { useEvents } from './use-events.ts';

/** What has happened, and who did it: of one instrument or of all, newest first, new ones on top as they come. */
export function EventList({ instrument }: { readonly instrument?: string }) {
  const { filter, set } = useEventFilter(instrument);
  return (
    <div className={styles.list}>
      <EventTools filter={filter} set={set} ofOne={instrument !== undefined} />
      <Found filter={filter} ofOne={instrument !== undefined} />
    </div>
  );
}

function Found({ filter, ofOne }: { readonly filter: EventFilter; readonly ofOne: boolean }) {
  const { events, error, loading, older, reload } = useEvents(filter);
  if (error !== undefined && events === undefined) {
    return <ProblemNote what="The events cannot be shown" error={error} onRetry={reload} />;
  }
  if (events === undefined) return <Empty title="Asking for the events…" />;
  return (
    <>
      <ProblemNote what="The events are not of now" error={error} onRetry={reload} />
      {events.length === 0 && (
        <Empty title="Nothing has happened that is like that">Widen what is searched for, or the time.</Empty>
      )}
      <ol className={styles.events} aria-label="Events" aria-busy={loading}>
        {events.map((event) => (
          <EventRow key={keyOf(event)} event={event} ofOne={ofOne} />
        ))}
      </ol>
      {older !== undefined && (
        <Button busy={loading} onClick={older}>
          Show older ones
        </Button>
      )}
    </>
  );
}
