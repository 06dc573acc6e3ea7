import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useKey } from '../keys/use-key.ts';
import { useInstruments } from '../state/instruments.ts';
import { createStore, useStore } from '../state/store.ts';
import { Icon } from '../ui/icon.tsx';
import { findTargets, type Target } from './find-targets.ts';
import styles from './palette.module.css';
import { useCommandsOf } from './use-commands-of.ts';

const open = createStore(false);
export const openPalette = (): void => open.set(true);

/** What `/` opens: goes to an instrument, one of its commands, or a screen, by a few letters. */
export function Palette() {
  useKey('/', 'Search instruments, commands and screens', openPalette);
  return useStore(open) ? <OpenPalette /> : null;
}

function OpenPalette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const [, go] = useLocation();
  const { items } = useInstruments();
  const wanted = useDeferredValue(typed);
  const commands = useCommandsOf(wanted, items);
  const targets = useMemo(() => findTargets(wanted, [...items.values()], commands), [wanted, items, commands]);
  const at = Math.min(chosen, targets.length - 1);

  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => open.set(false);
  const visit = (target: Target | undefined): void => {
    if (target === undefined) return;
    close();
    go(target.path);
  };
  const press = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') visit(targets[at]);
    if (step === undefined) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(targets.length - 1, at + step)));
  };

  return (
    <dialog ref={dialog} className={styles.palette} aria-label="Search" onClose={close} onCancel={close}>
      <label className={styles.typed}>
        <Icon name="search" label="Search instruments, commands and screens" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-targets"
          aria-activedescendant={targets[at] && `target-${at}`}
          autoComplete="off"
          placeholder="Instrument, “instrument command”, or screen"
          value={typed}
          onKeyDown={press}
          onChange={({ target }) => {
            setTyped(target.value);
            setChosen(0);
          }}
        />
      </label>
      <div id="palette-targets" role="listbox" aria-label="Found" className={styles.targets}>
        {targets.map((target, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the input, as in any combobox
          <div
            key={target.path}
            id={`target-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.target}
            onClick={() => visit(target)}
            onMouseMove={() => setChosen(index)}
          >
            <Icon name={target.icon} />
            <span>{target.title}</span>
            <small>{target.about}</small>
          </div>
        ))}
        {targets.length === 0 && <p className={styles.none}>Nothing is called like that.</p>}
      </div>
    </dialog>
  );
}
