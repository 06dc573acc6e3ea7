import { ROLE_TITLES } from '../../../src/model/api/roles.ts';
import type { WhoAmI } from '../../../src/model/api/user.ts';
import { logOut } from '../state/session.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { tryTo } from '../ui/notices.tsx';
import styles from './who.module.css';

/** Who this page is for the server, and what they may; where nobody has to log in, that is said. */
export function Who({ who }: { readonly who: WhoAmI }) {
  const open = who.login === 'none';
  const about = open
    ? 'Nobody has to log in: only this machine reaches the server, and whoever does is admin. Under Settings users are made.'
    : `${who.role}: ${ROLE_TITLES[who.role]}`;
  return (
    <div className={styles.who}>
      <span className={styles.name} title={about}>
        <Icon name="user" />
        <span className={styles.words}>
          {open ? 'no login' : who.name}
          <small>{who.role}</small>
        </span>
      </span>
      {who.login === 'password' && (
        <Button look="quiet" onClick={() => void tryTo('You are not logged out', logOut)}>
          Log out
        </Button>
      )}
    </div>
  );
}
