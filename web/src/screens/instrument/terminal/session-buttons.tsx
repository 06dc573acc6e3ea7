import type { Lock } from '../../../../../src/model/api/lock.ts';
import { useNow } from '../../../state/clock.ts';
import { useLock } from '../../../state/locks.ts';
import { Button } from '../../../ui/button.tsx';
import { durationWords } from '../../../words/age.ts';
import { visible } from './line-endings.ts';
import css from './terminal.module.css';

const BREAK_MS = 500;
const SOON_MS = 15_000;

interface Props {
  /** As it was when the session began. */
  readonly lease: Lock;
  readonly buttons: readonly { readonly label: string; readonly text: string }[];
  readonly ending: string;
  readonly onSend: (text: string) => void;
  readonly onBreak: (milliseconds: number) => void;
}

/** What is often sent to this kind of instrument, at a press; and for how long the instrument is held. */
export function SessionButtons({ lease, buttons, ending, onSend, onBreak }: Props) {
  const now = useNow();
  const { expires } = useLock(lease.instrument) ?? lease;
  const left = Date.parse(expires) - now;
  return (
    <div className={css.bar}>
      <span className={left < SOON_MS ? css.soon : css.soft}>
        Held for {left > 0 ? durationWords(left) : 'no longer'}: {lease.reason}
      </span>
      {buttons.map(({ label, text }) => (
        <Button key={label} hint={`Sends ${visible(text + ending)}`} onClick={() => onSend(text + ending)}>
          {label}
        </Button>
      ))}
      <Button hint={`Sends ${visible(ending) || 'nothing'}`} disabled={ending === ''} onClick={() => onSend(ending)}>
        Enter
      </Button>
      <Button hint={`Holds the line in break for ${BREAK_MS} ms, where the link can`} onClick={() => onBreak(BREAK_MS)}>
        Break
      </Button>
    </div>
  );
}
