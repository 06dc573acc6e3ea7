import type { MissionRun } from '../../../../src/model/api/mission.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './run-state.module.css';

type State = MissionRun['state'] | MissionRun['steps'][number]['state'];

const ICONS: Readonly<Record<State, IconName>> = {
  waiting: 'idle',
  running: 'busy',
  paused: 'idle',
  done: 'good',
  failed: 'trouble',
  skipped: 'next',
  stopped: 'close',
};

/** How a run, or a step of it, stands: a sign and a word. */
export function StateMark({ state }: { readonly state: State }) {
  return (
    <span className={styles.state} data-state={state}>
      <Icon name={ICONS[state]} /> {state}
    </span>
  );
}

/** How a run stands, with how far it is. */
export function RunState({ run }: { readonly run: MissionRun }) {
  const over = run.steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
  return (
    <span className={styles.run}>
      <StateMark state={run.state} />
      {(run.state === 'running' || run.state === 'paused') &&
        ` step ${Math.min(over + 1, run.steps.length)} of ${run.steps.length}`}
    </span>
  );
}
