import { randomUUID } from 'node:crypto';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Timer } from '../kit/clock.ts';
import { NotFoundError } from '../kit/errors.ts';
import { fromIso, toIso, toMillis } from '../kit/time.ts';
import type { Alert, AlertLevel, AlertRequest } from '../model/api/alert.ts';
import { isGone } from '../model/api/alert-state.ts';
import type { EventDraft } from '../model/event-draft.ts';
import type { AlertTable } from './alert-table.ts';
import { type Answerer, begun, cleared, type Finding, held, type Identity, keyOf, over, unshelved } from './life.ts';
import { answerNote, changeNotes } from './notes.ts';

/** What one rule tells of what it watches. */
export interface Condition {
  /** How it stands, also from before the program was started. */
  readonly level: AlertLevel | undefined;
  /** When that was found, ISO-8601. */
  readonly since: string | undefined;
  /** It holds from now on; `again` where it happened once more. */
  holds(finding: Finding, again?: boolean): void;
  /** It is over, at this time or now. */
  ends(at?: string): void;
}

interface Entry {
  alert: Alert;
  /** As it was told last. */
  told: Alert | undefined;
  toldAt: number;
  timer: Timer | undefined;
  shelf: Timer | undefined;
}

/** What changes more often than so many ms is told as often as that. */
const OFTEN = 1000;

export interface AlertBookOptions {
  readonly bus: Bus;
  readonly table: AlertTable;
  readonly clock: Clock;
}

/** All alerts that there are: what becomes of each is kept, published and noted as an event. */
export class AlertBook implements Disposable {
  readonly #options: AlertBookOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: AlertBookOptions) {
    this.#options = options;
    for (const alert of options.table.kept) {
      const entry = this.#add(alert, alert);
      this.#armShelf(entry);
    }
  }

  get alerts(): readonly Alert[] {
    return [...this.#entries.values()].flatMap(({ alert }) => (isGone(alert) ? [] : [alert]));
  }

  condition(identity: Identity): Condition {
    const key = keyOf(identity);
    const find = (): Entry | undefined => this.#entries.get(key);
    return {
      get level() {
        const alert = find()?.alert;
        return alert?.active ? alert.level : undefined;
      },
      get since() {
        const alert = find()?.alert;
        return alert?.returned ?? alert?.at;
      },
      holds: (finding, again = false) => {
        const entry = find();
        if (entry) this.#change(entry, held(entry.alert, finding, again));
        else this.#tell(this.#add(begun(randomUUID(), identity, finding), undefined));
      },
      ends: (at = toIso(this.#options.clock.now())) => {
        const entry = find();
        if (entry) this.#change(entry, over(entry.alert, at));
      },
    };
  }

  /** Somebody answers one; `NotFoundError` where it is not there any more. */
  answer(id: string, request: AlertRequest, who: Answerer, change: (alert: Alert) => Alert): Alert {
    const entry = [...this.#entries.values()].find(({ alert }) => alert.id === id && !isGone(alert));
    if (entry === undefined) throw new NotFoundError(`there is no alert ${id}, or it is over and was acknowledged`);
    const after = change(entry.alert);
    if (after === entry.alert) return after;
    // What happened by itself before is told before.
    if (entry.alert !== entry.told) this.#tell(entry);
    entry.alert = after;
    entry.told = after;
    this.#note(after, answerNote(request, after, who.by, who.comment));
    this.#publish(entry);
    this.#armShelf(entry);
    return after;
  }

  /** Clears those that nobody watches any more: nothing would end them. */
  drop(isWatched: (identity: Identity) => boolean, who: Answerer): void {
    for (const { alert } of [...this.#entries.values()]) {
      if (!isWatched(alert)) this.answer(alert.id, 'clear', who, (own) => cleared(own, who));
    }
  }

  /** What was to be told later is told now. */
  [Symbol.dispose](): void {
    for (const entry of [...this.#entries.values()]) {
      if (entry.alert !== entry.told) this.#tell(entry);
      entry.timer?.cancel();
      entry.shelf?.cancel();
    }
  }

  #add(alert: Alert, told: Alert | undefined): Entry {
    const entry: Entry = { alert, told, toldAt: Number.NEGATIVE_INFINITY, timer: undefined, shelf: undefined };
    this.#entries.set(keyOf(alert), entry);
    return entry;
  }

  #change(entry: Entry, alert: Alert): void {
    if (alert === entry.alert) return;
    entry.alert = alert;
    const wait = entry.toldAt + OFTEN - this.#options.clock.elapsed();
    if (wait <= 0) this.#tell(entry);
    else entry.timer ??= this.#options.clock.after(wait, () => this.#tell(entry));
  }

  #tell(entry: Entry): void {
    const { told, alert } = entry;
    for (const draft of changeNotes(told, alert)) this.#note(alert, draft);
    entry.told = alert;
    this.#publish(entry);
  }

  #publish(entry: Entry): void {
    const { bus, table, clock } = this.#options;
    const { alert } = entry;
    entry.timer?.cancel();
    entry.timer = undefined;
    entry.toldAt = clock.elapsed();
    if (isGone(alert)) {
      entry.shelf?.cancel();
      this.#entries.delete(keyOf(alert));
      table.remove(alert.id);
    } else table.put(alert);
    bus.publish('alert', alert);
  }

  #note({ instrument }: Alert, draft: EventDraft): void {
    this.#options.bus.publish('note', { ...(instrument !== undefined && { instrument }), draft });
  }

  #armShelf(entry: Entry): void {
    const { clock } = this.#options;
    entry.shelf?.cancel();
    entry.shelf = undefined;
    const { id, shelved } = entry.alert;
    if (shelved === undefined || isGone(entry.alert)) return;
    const wait = toMillis(fromIso(shelved.until) - clock.now());
    entry.shelf = clock.after(Math.max(0, wait), () => {
      this.answer(id, 'unshelve', { by: 'schedule', at: toIso(clock.now()) }, unshelved);
    });
  }
}
