import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';

/** A terminal's screen in an element. */
export interface Screen {
  write(text: string): void;
  focus(): void;
  close(): void;
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const palette = () => ({
  background: token('--sunken'),
  foreground: token('--ink'),
  cursor: token('--accent'),
  selectionBackground: token('--accent-soft'),
});

interface Heard {
  readonly onTyped: (text: string) => void;
  /** Somebody wants out by the keyboard: *Tab* is the instrument's. */
  readonly onAway: () => void;
}

/** Sequences by which a terminal is asked what it is and where its cursor stands, or told to report the mouse, the focus and pastes. */
const ASKING = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { final: 't' },
  { prefix: '?', final: 'h' },
];

/** Shows a terminal; what is typed there is told. It follows the palette and the size of its element. */
export function openScreen(element: HTMLElement, { onTyped, onAway }: Heard): Screen {
  const terminal = new Terminal({
    fontFamily: token('--mono'),
    fontSize: 14,
    convertEol: true,
    scrollback: 10_000,
    screenReaderMode: true,
    theme: palette(),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(element);
  // What asks a terminal for something would be answered to the instrument, as if somebody had typed that.
  for (const asking of ASKING) terminal.parser.registerCsiHandler(asking, () => true);
  terminal.onData(onTyped);
  terminal.attachCustomKeyEventHandler((event) => {
    const isAway = event.ctrlKey && event.key === ']';
    if (isAway && event.type === 'keydown') onAway();
    return !isAway;
  });
  const sized = new ResizeObserver(() => fit.fit());
  sized.observe(element);
  const painted = new MutationObserver(() => {
    terminal.options.theme = palette();
  });
  painted.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return {
    write: (text) => terminal.write(text),
    focus: () => terminal.focus(),
    close() {
      sized.disconnect();
      painted.disconnect();
      terminal.dispose();
    },
  };
}
