import { useEffect, useState } from 'react';
import type { ConfigChange } from '../../../../src/model/api/config.ts';
import { send } from '../../api/client.ts';
import { useGet } from '../../api/use-get.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { notify, tryTo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { DiffView } from '../../ui/text-editor/diff-view.tsx';
import { TextEditor } from '../../ui/text-editor/text-editor.tsx';
import { useChecked } from '../../ui/use-checked.ts';
import { OnlyFor } from './only-for.tsx';

interface Config {
  readonly text: string;
  readonly file?: string;
}

/** What is deployed: the file, changed while everything runs. */
export const ConfigPart = () => (
  <OnlyFor least="engineer">
    <Configuration />
  </OnlyFor>
);

function Configuration() {
  const { data, error, reload } = useGet<Config>('/config');
  const [text, setText] = useState<string>();
  useEffect(() => setText((typed) => typed ?? data?.text), [data]);
  if (data === undefined || text === undefined) {
    return error === undefined ? (
      <Empty title="Asking for the configuration…" />
    ) : (
      <ProblemNote error={error} onRetry={reload} />
    );
  }
  return <Editing kept={data} text={text} setText={setText} reload={reload} />;
}

interface EditingProps {
  readonly kept: Config;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly reload: () => void;
}

function Editing({ kept, text, setText, reload }: EditingProps) {
  const [reviewing, setReviewing] = useState(false);
  const [busy, setBusy] = useState(false);
  const changed = text !== kept.text;
  const { checking, answer, issues, error } = useChecked<ConfigChange>('/config/check', text, changed);
  const apply = async (): Promise<void> => {
    setBusy(true);
    const done = await tryTo('The configuration is as it was', () => send('PUT', '/config', { text }));
    setBusy(false);
    setReviewing(false);
    if (!done) return;
    notify('The configuration is applied');
    reload();
  };
  const tools = (
    <>
      {changed && <Button onClick={() => setText(kept.text)}>Discard changes</Button>}
      <Button look="main" disabled={!changed || checking || answer === undefined} onClick={() => setReviewing(true)}>
        Review and apply…
      </Button>
    </>
  );
  return (
    <Panel title={kept.file ?? 'Configuration'} tools={tools}>
      {kept.file === undefined && (
        <p>The program was started without a file: what is changed here holds until it ends.</p>
      )}
      <TextEditor label="Configuration" text={text} onText={setText} issues={issues} />
      <ProblemNote what="It cannot be checked" error={error} />
      <p aria-live="polite">{changed && (checking ? 'Checking…' : answer === undefined ? '' : summaryOf(answer))}</p>
      {reviewing && answer !== undefined && (
        <Dialog
          wide
          title="Apply this configuration?"
          onClose={() => setReviewing(false)}
          actions={
            <>
              <Button autoFocus onClick={() => setReviewing(false)}>
                Cancel
              </Button>
              <Button look="main" busy={busy} onClick={() => void apply()}>
                Apply
              </Button>
            </>
          }
        >
          <p>{summaryOf(answer)}</p>
          <DiffView before={kept.text} after={text} />
        </Dialog>
      )}
    </Panel>
  );
}

/** What a change does, in words. */
function summaryOf({ added, removed, changed, untouched, after_restart }: ConfigChange): string {
  const said = [
    added.length > 0 && `adds ${added.join(', ')}`,
    removed.length > 0 && `removes ${removed.join(', ')}`,
    changed.length > 0 && `starts ${changed.join(', ')} anew`,
  ].filter(Boolean);
  const rest = untouched.length > 0 ? ` Not touched: ${untouched.length} instruments.` : '';
  const later =
    after_restart.length > 0 ? ` Holds only after a restart of the program: ${after_restart.join(', ')}.` : '';
  return `It ${said.length === 0 ? 'changes no instrument' : said.join('; ')}.${rest}${later}`;
}
