import type { Job } from '../../../../../src/model/api/job.ts';
import type { KindDocument } from '../../../../../src/model/api/kind.ts';
import { send } from '../../../api/client.ts';
import { useGet } from '../../../api/use-get.ts';
import { lockKey } from '../../../state/locks.ts';
import { Button } from '../../../ui/button.tsx';
import { notify, tryTo } from '../../../ui/notices.tsx';
import { Panel } from '../../../ui/panel.tsx';
import type { Known } from '../state/known.ts';
import { useHindrance } from '../state/use-hindrance.ts';
import { Commands } from './commands.tsx';
import css from './control.module.css';
import { Jobs } from './jobs.tsx';
import { keepJob } from './own-jobs.ts';
import { Schedule } from './schedule.tsx';
import { StateDiagram } from './state-diagram.tsx';

/** What the instrument is doing, what it can be asked to do, and what came of it. */
export function ControlTab({ id, overview, described }: Known) {
  const { data: kind } = useGet<KindDocument>(`/kinds/${overview.kind}`);
  return (
    <div className={css.control}>
      <div className={css.left}>
        <Jobs id={id} jobs={overview.jobs} />
        <Commands
          id={id}
          commands={described.commands}
          capabilities={overview.capabilities}
          state={overview.state}
          kind={kind}
        />
      </div>
      <div className={css.right}>
        <Panel title="States" tools={<Upkeep id={id} capabilities={overview.capabilities} />}>
          <StateDiagram
            transitions={described.transitions}
            states={described.states}
            present={overview.state}
            capabilities={overview.capabilities}
          />
        </Panel>
        <Schedule id={id} commands={described.commands} />
      </div>
    </div>
  );
}

/** What can be done with any instrument. */
function Upkeep({ id, capabilities }: { readonly id: string; readonly capabilities: readonly string[] }) {
  const hindrance = useHindrance(id, 'operator');
  const noReload = useHindrance(id, 'engineer');
  const lock = { lock: lockKey(id) };
  const discover = (): Promise<boolean> =>
    tryTo('Its state is not looked for', async () => {
      keepJob((await send<Job>('POST', `/instruments/${id}/discover`, {}, lock)).id);
    });
  const reload = (): Promise<boolean> =>
    tryTo('The definition was not read anew', async () => {
      const { reloaded } = await send<{ reloaded: boolean }>('POST', `/instruments/${id}/reload`, undefined, lock);
      notify(
        reloaded ? 'The definition was read anew' : 'Its definition is a part of the program: it changes with that',
      );
    });
  return (
    <>
      <Button
        onClick={discover}
        disabled={hindrance !== undefined || !capabilities.includes('discover')}
        hint={hindrance ?? 'Listens, wakes it and asks: a streaming instrument is not disturbed'}
      >
        Find out its state
      </Button>
      <Button
        onClick={reload}
        disabled={noReload !== undefined}
        hint={noReload ?? 'Reads the definition of this kind anew; the connection stays'}
      >
        Reload definition
      </Button>
    </>
  );
}
