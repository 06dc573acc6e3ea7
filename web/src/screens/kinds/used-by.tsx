import { Link } from 'wouter';
import styles from './kinds.module.css';

/** The instruments here that are of a kind. */
export function UsedBy({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return <p className={styles.soft}>No instrument here is of this kind.</p>;
  return (
    <p>
      In use:{' '}
      {ids.map((id, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <Link href={`/i/${id}`}>{id}</Link>
        </span>
      ))}
    </p>
  );
}
