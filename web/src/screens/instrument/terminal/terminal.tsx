import { useEffect, useRef, useState } from 'react';
import '@xterm/xterm/css/xterm.css';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import type { Known } from '../state/known.ts';
import { useHindrance } from '../state/use-hindrance.ts';
import { BeforeAndAfter } from './before-and-after.tsx';
import { HexView } from './hex-view.tsx';
import { LastBytes } from './last-bytes.ts';
import { LINE_ENDINGS, type LineEnding, nameOfEnding, piecesOf, withEndings } from './line-endings.ts';
import { printable } from './printable.ts';
import { openScreen, type Screen } from './screen.ts';
import { SessionButtons } from './session-buttons.tsx';
import css from './terminal.module.css';
import { type Settings, TerminalSettings } from './terminal-settings.tsx';
import { useDirect } from './use-direct.ts';

const FIRST: Settings = { ending: 'crlf', pace: 0, echo: false };

/** A raw terminal to the instrument. Everything is kept; when it is left, the driver brings the parameters back. */
export function TerminalTab({ id, overview, described }: Known) {
  const frame = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen>(undefined);
  const leaving = useRef<HTMLButtonElement>(null);
  const [bytes] = useState(() => new LastBytes());
  const [, setCount] = useState(0);
  const [settings, setSettings] = useState(FIRST);
  const [link, setLink] = useState(described.links[0]);
  const hindrance = useHindrance(id, 'engineer');

  const { standing, open, leave, session } = useDirect(id, (piece) => {
    screen.current?.write(printable(piece));
    bytes.add(piece);
    setCount(bytes.count);
  });
  const send = (text: string): void => {
    const { ending, pace, echo } = settings;
    const sent = withEndings(text, ending);
    for (const piece of piecesOf(sent)) session.current?.send({ type: 'send', text: piece, pace });
    if (echo) screen.current?.write(sent.replace(/\r(?!\n)/g, '\r\n'));
  };
  const typed = useRef(send);
  typed.current = send;

  const isOpen = standing.is === 'open';
  useEffect(() => {
    if (frame.current === null || !isOpen) return;
    const own = openScreen(frame.current, {
      onTyped: (text) => typed.current(text),
      onAway: () => leaving.current?.focus(),
    });
    screen.current = own;
    own.focus();
    return () => {
      screen.current = undefined;
      own.close();
    };
  }, [isOpen]);
  const newline = standing.is === 'open' ? standing.opened.newline : undefined;
  useEffect(() => {
    if (newline !== undefined) setSettings((before) => ({ ...before, ending: nameOfEnding(newline) }));
  }, [newline]);

  const ending: LineEnding = settings.ending;
  return (
    <Panel
      title="Direct access"
      tools={
        <>
          {described.links.length > 1 && !isOpen && (
            <select aria-label="Link" value={link} onChange={(event) => setLink(event.target.value)}>
              {described.links.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
          {isOpen ? (
            <Button
              ref={leaving}
              look="main"
              busy={standing.leaving === true}
              onClick={leave}
              hint="Leaves direct access; the parameters are brought back"
            >
              Leave
            </Button>
          ) : (
            <Button
              look="main"
              busy={standing.is === 'opening'}
              disabled={hindrance !== undefined || !overview.capabilities.includes('start_direct')}
              hint={hindrance ?? 'Takes the instrument for you; streaming and schedule stop until you leave'}
              onClick={() => open(described.links.length > 1 ? link : undefined)}
            >
              Open a terminal
            </Button>
          )}
        </>
      }
    >
      <BeforeAndAfter
        id={id}
        standing={standing}
        hindrance={hindrance}
        isPossible={overview.capabilities.includes('start_direct')}
        state={overview.state}
      />
      {isOpen && (
        <div className={css.session}>
          <SessionButtons
            lease={standing.opened.lock}
            buttons={standing.opened.buttons}
            ending={LINE_ENDINGS[ending].text}
            onSend={(text) => {
              session.current?.send({ type: 'send', text, pace: settings.pace });
              screen.current?.focus();
            }}
            onBreak={(milliseconds) => session.current?.send({ type: 'break', milliseconds })}
          />
          <TerminalSettings settings={settings} onChange={setSettings} />
          <div
            ref={frame}
            className={css.screen}
            role="application"
            aria-label="Terminal; Ctrl ] goes back to the page"
          />
          <p className={css.soft}>
            <kbd>Ctrl</kbd> <kbd>]</kbd> goes from the terminal back to the page.
          </p>
          <HexView lines={bytes.dump()} count={bytes.count} />
        </div>
      )}
    </Panel>
  );
}
