import { problemOf } from '../api/api-error.ts';
import { adviceOn } from '../words/advice.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './problem.module.css';

interface ProblemNoteProps {
  /** Whatever was thrown; nothing is shown where that is nothing. */
  readonly error: unknown;
  /** What could not be done: `The alert was not acknowledged`. */
  readonly what?: string;
  readonly onRetry?: () => void;
}

/** What failed, why, and what to do. */
export function ProblemNote({ error, what, onRetry }: ProblemNoteProps) {
  if (error === undefined || error === null) return null;
  const problem = problemOf(error);
  const advice = adviceOn(problem);
  return (
    <div className={styles.problem} role="alert">
      <p className={styles.what}>
        <Icon name="alarm" /> {what ?? problem.title}
      </p>
      {problem.issues === undefined || problem.issues.length === 0 ? (
        <p>{problem.detail}</p>
      ) : (
        <ul>
          {problem.issues.map(({ name, message, where }) => (
            <li key={`${where} ${name} ${message}`}>
              {where !== undefined && <code>{where} </code>}
              <strong>{name}</strong>: {message}
            </li>
          ))}
        </ul>
      )}
      {advice !== undefined && <p className={styles.advice}>{advice}</p>}
      {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
