import type { MissionRun } from '../../../../src/model/api/mission.ts';
import { ApiError } from '../../api/api-error.ts';
import { useNow } from '../../state/clock.ts';
import { ProblemNote } from '../../ui/problem.tsx';
import { durationWords } from '../../words/age.ts';
import { momentUtc } from '../../words/time.ts';
import { UNKNOWN, valueWords } from '../../words/value.ts';
import { RunState, StateMark } from './run-state.tsx';
import styles from './run-steps.module.css';

type Step = MissionRun['steps'][number];

/** A run, step by step: which is done, which runs and for how long, what came of each. */
export function RunSteps({ run }: { readonly run: MissionRun }) {
  return (
    <div className={styles.run}>
      <p className={styles.about}>
        <RunState run={run} /> started {momentUtc(run.started)} by {run.by}
        {run.ended !== undefined && <>, ended {momentUtc(run.ended)}</>}
      </p>
      {run.error !== undefined && <p className={styles.error}>{run.error}</p>}
      <ol className={styles.steps}>
        {run.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <li key={index} className={styles.step} aria-current={step.state === 'running' ? 'step' : undefined}>
            <StateMark state={step.state} />
            <span className={styles.text}>{step.text}</span>
            <Took step={step} />
            {step.error !== undefined && (
              <div className={styles.more}>
                <ProblemNote error={new ApiError(step.error)} />
              </div>
            )}
            {step.error === undefined && valueWords(step.result) !== UNKNOWN && (
              <p className={styles.more}>{valueWords(step.result)}</p>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Took({ step: { started, ended, attempt } }: { readonly step: Step }) {
  const now = useNow();
  if (started === undefined) return <span />;
  const until = ended === undefined ? now : Date.parse(ended);
  return (
    <span className={styles.took}>
      {attempt > 1 && `attempt ${attempt}, `}
      {durationWords(until - Date.parse(started))}
    </span>
  );
}
