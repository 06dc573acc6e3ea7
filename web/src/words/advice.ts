import type { Problem } from '../../../src/model/api/problem.ts';

/** What somebody may do about a problem, by its code; the problem itself says what is wrong. */
const ADVICE: Readonly<Record<string, string>> = {
  login_required: 'Log in again.',
  forbidden: 'Ask somebody with the role that is named, or an admin to give it to you under Settings.',
  locked:
    'Ask them to let go of it, wait until it expires, or take it over in the instrument’s header: they are told, and it is an event.',
  state: 'Bring the instrument to a state in which this is possible, under Control.',
  confirmation: 'Do it again, and confirm.',
  connection: 'See on the instrument’s page why it is not connected; it is tried again by itself.',
  timeout: 'It may be asleep or busy: try again, and look in the transcript at what it answered.',
  protocol: 'Look in the transcript at what was said.',
  too_many: 'Wait a few seconds, and try again.',
  unreachable: 'The page goes on trying. Look at the network, and whether Sonde runs on that machine.',
  internal: 'The server’s log says more. Please report it.',
  page: 'Reload the page. Please report it.',
};

export const adviceOn = ({ code }: Pick<Problem, 'code'>): string | undefined => ADVICE[code];
