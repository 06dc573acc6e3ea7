import { LINE_ENDING_NAMES, LINE_ENDINGS, type LineEnding } from './line-endings.ts';
import css from './terminal.module.css';

export interface Settings {
  readonly ending: LineEnding;
  /** ms between two characters. */
  readonly pace: number;
  /** What is typed is shown here, for an instrument that does not echo. */
  readonly echo: boolean;
}

const PACES = [0, 20, 50, 100, 200, 500] as const;

interface Props {
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
}

/** How what is typed is sent and shown. */
export function TerminalSettings({ settings, onChange }: Props) {
  const setEnding = (text: string): void => {
    const ending = LINE_ENDING_NAMES.find((name) => name === text);
    if (ending !== undefined) onChange({ ...settings, ending });
  };
  return (
    <div className={css.bar}>
      <label>
        Enter sends{' '}
        <select value={settings.ending} onChange={(event) => setEnding(event.target.value)}>
          {LINE_ENDING_NAMES.map((name) => (
            <option key={name} value={name}>
              {LINE_ENDINGS[name].title}
            </option>
          ))}
        </select>
      </label>
      <label>
        Between characters{' '}
        <select value={settings.pace} onChange={(event) => onChange({ ...settings, pace: Number(event.target.value) })}>
          {PACES.map((pace) => (
            <option key={pace} value={pace}>
              {pace} ms
            </option>
          ))}
        </select>
      </label>
      <label className={css.check}>
        <input
          type="checkbox"
          checked={settings.echo}
          onChange={(event) => onChange({ ...settings, echo: event.target.checked })}
        />
        Show what I type
      </label>
    </div>
  );
}
