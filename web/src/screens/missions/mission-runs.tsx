import { useState } from 'react';
import type { Mission, MissionRun } from '../../../../src/model/api/mission.ts';
import { send } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { useNeeds } from '../../ui/needs-role.ts';
import { tryTo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { durationWords } from '../../words/age.ts';
import { momentUtc } from '../../words/time.ts';
import { RunState } from './run-state.tsx';
import { RunSteps } from './run-steps.tsx';
import { isOver, runs, runsOf, useRuns } from './runs.ts';

const FAILED = {
  pause: 'The mission was not paused',
  resume: 'The mission does not go on',
  stop: 'The mission was not stopped',
} as const;

/** The last run of a mission, step by step as it goes, and those before it. */
export function MissionRuns({ name, mission }: { readonly name: string; readonly mission: Mission | undefined }) {
  const { items } = useRuns();
  const needs = useNeeds('operator');
  const [busy, setBusy] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const all = runsOf(items, name);
  const run = all.find(({ id }) => id === chosen) ?? all[0];
  const going = all.find((one) => !isOver(one));
  if (mission === undefined && run === undefined) return null;

  const ask = async (what: string, path: string): Promise<void> => {
    setBusy(true);
    await tryTo(what, async () => runs.put(await send<MissionRun>('POST', path)));
    setBusy(false);
  };
  const control = (what: keyof typeof FAILED) => () =>
    void ask(FAILED[what], `/mission-runs/${encodeURIComponent(going?.id ?? '')}/${what}`);
  const tools =
    going === undefined ? (
      mission !== undefined && (
        <Button
          look="main"
          busy={busy}
          {...needs}
          onClick={() => {
            setChosen(undefined);
            void ask('The mission was not started', `/missions/${name}/runs`);
          }}
        >
          Start
        </Button>
      )
    ) : (
      <>
        {going.state === 'running' ? (
          <Button busy={busy} {...needs} onClick={control('pause')}>
            Pause
          </Button>
        ) : (
          <Button look="main" busy={busy} {...needs} onClick={control('resume')}>
            Resume
          </Button>
        )}
        <Button look="danger" busy={busy} {...needs} onClick={control('stop')}>
          Stop
        </Button>
      </>
    );
  return (
    <Panel title={mission?.title ?? name} tools={tools}>
      {mission?.description !== undefined && <p>{mission.description}</p>}
      {mission?.schedule !== undefined && (
        <p>
          Starts by itself: <code>{mission.schedule}</code>
          {mission.next !== undefined && <>, next {momentUtc(mission.next)}</>}
        </p>
      )}
      {run === undefined ? <p>It has not run yet.</p> : <RunSteps run={run} />}
      {all.length > 1 && (
        <Table
          caption="Runs"
          rows={all}
          keyOf={({ id }) => id}
          columns={[
            {
              name: 'started',
              title: 'Started',
              cell: (one) => (
                <Button look="quiet" aria-pressed={one === run} onClick={() => setChosen(one.id)}>
                  {momentUtc(one.started)}
                </Button>
              ),
            },
            { name: 'by', title: 'By', cell: ({ by }) => by },
            { name: 'state', title: 'State', cell: (one) => <RunState run={one} /> },
            {
              name: 'took',
              title: 'Took',
              number: true,
              cell: ({ started, ended }) =>
                ended === undefined ? '' : durationWords(Date.parse(ended) - Date.parse(started)),
            },
          ]}
        />
      )}
    </Panel>
  );
}
