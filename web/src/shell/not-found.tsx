import { Link } from 'wouter';
import { Empty } from '../ui/empty.tsx';

/** An address that is none. */
export function NotFoundScreen() {
  return (
    <Empty title={`There is no page ${location.pathname}`}>
      <p>
        <Link href="/">Go to the fleet</Link>, or press <kbd>/</kbd> to search.
      </p>
    </Empty>
  );
}
