import type { ReactNode } from 'react';
import styles from './icon.module.css';

/** Drawn on 16 by 16, in lines of the text's colour. */
const SHAPES = {
  alarm: <path d="M8 1.5 15 14.5H1zM8 6v4M8 12v.6" />,
  warning: <path d="M8 1 15 8 8 15 1 8zM8 4.8v4M8 10.8v.5" />,
  good: <path d="m2.5 8.5 3.5 3.5 7.5-8" />,
  idle: <path d="M5 3v10M11 3v10" />,
  busy: <path d="M8 1.8a6.2 6.2 0 1 1-6.2 6.2M8 4.5V8l2.5 2" />,
  trouble: <path d="M3 3l10 10M13 3 3 13" />,
  unknown: <path d="M5.5 6A2.5 2.5 0 1 1 8 8.5V10M8 12.4v.6" />,
  lock: <path d="M3.5 7h9v7h-9zM5.5 7V4.5a2.5 2.5 0 0 1 5 0V7" />,
  search: <path d="M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2zM10.5 10.5 14.5 14.5" />,
  fleet: <path d="M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z" />,
  events: <path d="M2 3.5h2M6 3.5h8M2 8h2M6 8h8M2 12.5h2M6 12.5h8" />,
  missions: <path d="M3 2.5h4M3 8h10M3 13.5h7M3 2.5v11M11 2.5l3 1.5-3 1.5z" />,
  kinds: <path d="M3 1.5h7l3 3v10H3zM5.5 7h5M5.5 10h5" />,
  settings: <path d="M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M9 2.5v4h3v-4zM4 9.5v4h3v-4z" />,
  theme: <path d="M8 1.5a6.5 6.5 0 1 0 0 13zM8 1.5v13a6.5 6.5 0 0 0 0-13z" />,
  user: <path d="M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2.5 14.5c.5-3.5 2.5-5 5.5-5s5 1.5 5.5 5" />,
  close: <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />,
  next: <path d="M6 3l5 5-5 5" />,
  received: <path d="M14 8H3M7 4 3 8l4 4" />,
  sent: <path d="M2 8h11M9 4l4 4-4 4" />,
  up: <path d="M3 10l5-5 5 5" />,
  down: <path d="M3 6l5 5 5-5" />,
  keys: <path d="M1.5 4h13v8h-13zM4 6.5h.5M7 6.5h.5M10 6.5h.5M4 9.5h8" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** A sign that goes with a word; `label` where no word stands beside it. */
export function Icon({ name, label }: { readonly name: IconName; readonly label?: string }) {
  const named =
    label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden because a word stands beside it
    <svg className={styles.icon} viewBox="0 0 16 16" {...named}>
      {SHAPES[name]}
    </svg>
  );
}
