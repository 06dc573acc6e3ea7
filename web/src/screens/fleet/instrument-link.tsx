import { Link } from 'wouter';
import type { InstrumentSummary } from '../../../../src/model/api/instrument.ts';
import styles from './instrument-link.module.css';

/** An instrument's name, which leads to it from anywhere on the tile or row that it stands on. */
export const InstrumentLink = ({ id, name }: Pick<InstrumentSummary, 'id' | 'name'>) => (
  <Link href={`/i/${id}`} className={styles.link}>
    {name}
  </Link>
);
