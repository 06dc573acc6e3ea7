import type { StreamMetadata } from '../../../../../src/model/metadata.ts';
import { unitWords } from '../../../words/value.ts';
import type { PlotField } from './fields.ts';
import css from './live.module.css';

interface Props {
  readonly fields: readonly PlotField[];
  readonly streams: Readonly<Record<string, StreamMetadata>>;
  readonly chosen: readonly string[];
  readonly choose: (keys: readonly string[]) => void;
}

/** Which fields are plotted; the page's address carries them. */
export function FieldChoice({ fields, streams, chosen, choose }: Props) {
  const groups = [...Map.groupBy(fields, ({ stream }) => stream)];
  const toggle = (key: string, on: boolean): void =>
    choose(on ? [...chosen, key] : chosen.filter((other) => other !== key));
  return (
    <details className={css.fields}>
      <summary>
        Fields ({chosen.length} of {fields.length})
      </summary>
      <div className={css.choice}>
        {groups.map(([stream, own]) => (
          <fieldset key={stream}>
            <legend>{streams[stream]?.title ?? stream}</legend>
            {own.map(({ key, field, title, unit }) => (
              <label key={key}>
                <input
                  type="checkbox"
                  checked={chosen.includes(key)}
                  onChange={(event) => toggle(key, event.target.checked)}
                />
                <span>
                  {title} {unitWords(unit)} <code>{field}</code>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </details>
  );
}
