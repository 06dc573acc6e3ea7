import { sparkPath } from './spark-path.ts';
import styles from './sparkline.module.css';

interface SparklineProps {
  readonly values: readonly (number | null)[];
  /** What it shows: for a screen reader. */
  readonly label: string;
}

/** How a value went lately; a gap where it is missing. */
export function Sparkline({ values, label }: SparklineProps) {
  const { line, last } = sparkPath(values, WIDTH, HEIGHT);
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={line} vectorEffect="non-scaling-stroke" />
      {last !== undefined && (
        <path className={styles.end} d={`M${last.x} ${last.y}h.01`} vectorEffect="non-scaling-stroke" />
      )}
    </svg>
  );
}

const WIDTH = 96;
const HEIGHT = 24;
