import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmProps {
  readonly title: string;
  /** What will happen, in words. */
  readonly children: ReactNode;
  /** What the button that goes on says: a verb. */
  readonly verb: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is done. *Cancel* has the focus. */
export function Confirm({ title, children, verb, danger = false, busy = false, onConfirm, onClose }: ConfirmProps) {
  const actions = (
    <>
      <Button onClick={onClose} autoFocus>
        Cancel
      </Button>
      <Button look={danger ? 'danger' : 'main'} busy={busy} onClick={onConfirm}>
        {verb}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} actions={actions}>
      {children}
    </Dialog>
  );
}
