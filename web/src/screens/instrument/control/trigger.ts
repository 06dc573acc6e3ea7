/** When a job runs, as somebody edits it. */
export interface TriggerDraft {
  readonly job: string;
  readonly kind: TriggerKind;
  readonly text: string;
}

interface Form {
  readonly title: string;
  readonly example: string;
  readonly isRight: (text: string) => boolean;
}

const DURATION = /^\d+(\.\d+)?\s*(ms|s|min|h|d|days?)$/;

/** The forms that a trigger has in the configuration. */
export const TRIGGERS = {
  every: { title: 'every', example: '6 h', isRight: (text) => DURATION.test(text) },
  cron: { title: 'by cron (UTC)', example: '0 3 * * *', isRight: (text) => /^\S+(\s+\S+){4,5}$/.test(text) },
  at: {
    title: 'once, at',
    example: '2026-07-01T12:00:00Z',
    isRight: (text) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  },
  polled: {
    title: 'when asked for, from … to',
    example: '1 min, 1 h',
    isRight: (text) => text.split(',').length <= 2 && text.split(',').every((part) => DURATION.test(part.trim())),
  },
} as const satisfies Readonly<Record<string, Form>>;
export type TriggerKind = keyof typeof TRIGGERS;
export const TRIGGER_KINDS = Object.keys(TRIGGERS).filter((kind): kind is TriggerKind => kind in TRIGGERS);

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parameter that says how often a job runs, where its definition has it so: it is changed there. */
export function parameterOf(trigger: unknown): string | undefined {
  if (!isRecord(trigger)) return undefined;
  const told = Object.values(trigger).find((value) => isRecord(value) && typeof value.parameter === 'string');
  return isRecord(told) ? String(told.parameter) : undefined;
}

/** When it runs next, where that is told. */
export const nextOf = (trigger: unknown): string | undefined =>
  isRecord(trigger) && typeof trigger.next === 'string' ? trigger.next : undefined;

/** A trigger as it stands, to be edited. Durations may be told as they were written, or in ms. */
export function draftOfTrigger(job: string, trigger: unknown): TriggerDraft {
  const own = isRecord(trigger) ? trigger : {};
  const kind = TRIGGER_KINDS.find((name) => own[name] !== undefined) ?? 'every';
  const value = own[kind];
  const text = isRecord(value)
    ? [value.min, value.max]
        .filter((part) => part !== undefined)
        .map(spelled)
        .join(', ')
    : spelled(value);
  return { job, kind, text };
}

const spelled = (value: unknown): string =>
  typeof value === 'number' ? `${value / 1000} s` : value === undefined ? '' : String(value);

/** What an edited trigger says; undefined where it is not right yet. */
export function triggerOf({ kind, text }: TriggerDraft): Json | undefined {
  const written = text.trim();
  if (!TRIGGERS[kind].isRight(written)) return undefined;
  if (kind !== 'polled') return { [kind]: written };
  const [min, max] = written.split(',').map((part) => part.trim());
  return { polled: { min, ...(max !== undefined && { max }) } };
}

/** All that is wrong with a schedule: by place in the list. */
export function wrongTriggers(drafts: readonly TriggerDraft[]): ReadonlyMap<number, string> {
  const wrong = new Map<number, string>();
  drafts.forEach((draft, place) => {
    if (draft.job === '') wrong.set(place, 'choose what is to run');
    else if (drafts.findIndex(({ job }) => job === draft.job) !== place)
      wrong.set(place, `'${draft.job}' is there already`);
    else if (triggerOf(draft) === undefined) wrong.set(place, `must be such as '${TRIGGERS[draft.kind].example}'`);
  });
  return wrong;
}
