import { prefer, type Theme, usePreferences } from '../../state/preferences.ts';
import { useSession } from '../../state/session.ts';
import { Panel } from '../../ui/panel.tsx';
import { OwnPassword } from './own-password.tsx';
import styles from './page.module.css';

const THEMES: readonly { readonly name: Theme; readonly title: string; readonly about: string }[] = [
  { name: 'system', title: 'As the system', about: 'day or dusk' },
  { name: 'day', title: 'Day', about: 'read in the sun' },
  { name: 'dusk', title: 'Dusk', about: 'a dim room' },
  { name: 'night', title: 'Night', about: 'keeps eyes used to the dark' },
];

/** What a person chooses for this browser. */
export function PagePart() {
  const { theme, localTime } = usePreferences();
  const { who } = useSession();
  return (
    <>
      <Panel title="Palette">
        <fieldset className={styles.choices}>
          <legend className="visually-hidden">Palette</legend>
          {THEMES.map(({ name, title, about }) => (
            <label key={name} className={styles.choice}>
              <input type="radio" name="theme" checked={theme === name} onChange={() => prefer({ theme: name })} />
              <span>
                {title}
                <small>{about}</small>
              </span>
            </label>
          ))}
        </fieldset>
      </Panel>
      <Panel title="Time">
        <label className={styles.choice}>
          <input type="checkbox" checked={localTime} onChange={({ target }) => prefer({ localTime: target.checked })} />
          <span>
            Show local time beside UTC
            <small>all times of data and events stay UTC</small>
          </span>
        </label>
      </Panel>
      {who?.login === 'password' && <OwnPassword />}
    </>
  );
}
