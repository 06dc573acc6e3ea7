import { EventList } from './event-list.tsx';

/** The audit: everything that happened to any instrument, and who did it. */
export function EventsScreen() {
  return (
    <>
      <h1 className="visually-hidden">Events</h1>
      <EventList />
    </>
  );
}
