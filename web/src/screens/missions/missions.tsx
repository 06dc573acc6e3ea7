import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Mission } from '../../../../src/model/api/mission.ts';
import { useGet } from '../../api/use-get.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useNeeds } from '../../ui/needs-role.ts';
import { ProblemNote } from '../../ui/problem.tsx';
import { momentUtc } from '../../words/time.ts';
import { MissionEditor } from './mission-editor.tsx';
import { MissionRuns } from './mission-runs.tsx';
import styles from './missions.module.css';
import { NewMission } from './new-mission.tsx';
import { RunState } from './run-state.tsx';
import { latestRun, runs, useRuns } from './runs.ts';

/** Short scripts over several instruments: written, checked, run, watched. */
export function MissionsScreen({ name }: { readonly name: string | undefined }) {
  const { data: missions, error, reload } = useGet<readonly Mission[]>('/missions');
  const [making, setMaking] = useState(false);
  const needs = useNeeds('engineer');
  const { items } = useRuns();
  useEffect(() => runs.start(), []);

  if (missions === undefined) {
    return error === undefined ? (
      <Empty title="Asking for the missions…" />
    ) : (
      <ProblemNote error={error} onRetry={reload} />
    );
  }
  const chosen = missions.find((mission) => mission.name === name);
  return (
    <div className={styles.missions}>
      <section className={styles.list} aria-label="Missions">
        <div className={styles.head}>
          <h1>Missions</h1>
          <Button {...needs} onClick={() => setMaking(true)}>
            New…
          </Button>
        </div>
        <ul>
          {missions.map((mission) => {
            const run = latestRun(items, mission.name);
            return (
              <li key={mission.name}>
                <Link
                  href={`/missions/${mission.name}`}
                  className={styles.mission}
                  aria-current={mission.name === name ? 'page' : undefined}
                >
                  <strong>{mission.title}</strong>
                  <small>
                    {mission.steps.length} steps{mission.next !== undefined && `, next ${momentUtc(mission.next)}`}
                  </small>
                  {run !== undefined && <RunState run={run} />}
                </Link>
              </li>
            );
          })}
        </ul>
      </section>
      <div className={styles.one}>
        {name === undefined ? (
          <Empty title={missions.length === 0 ? 'There is no mission yet' : 'Choose a mission'}>
            <p>
              A mission is a short script of steps over several instruments: discover, set, exec, wait for a sample, a
              condition or a time. It is checked as a whole before it runs, and can be paused and stopped.
            </p>
          </Empty>
        ) : (
          <>
            <MissionRuns name={name} mission={chosen} />
            <MissionEditor key={name} name={name} mission={chosen} onChanged={reload} />
          </>
        )}
      </div>
      {making && <NewMission onClose={() => setMaking(false)} taken={missions.map((mission) => mission.name)} />}
    </div>
  );
}
