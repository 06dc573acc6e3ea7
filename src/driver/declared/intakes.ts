import { ONLY_LINK } from '../../definition/links.ts';
import type { Remembered, ResumePoint } from '../../model/driver-event.ts';
import type { Sample } from '../../model/sample.ts';
import type { ReceivedPacket } from '../connection.ts';
import { positionIn } from '../resume-point.ts';
import { Intake, type IntakeOptions, type Received } from './intake.ts';
import { rememberedBy, type Sieves } from './sieves.ts';

export interface IntakesOptions extends Omit<IntakeOptions, 'sieve' | 'from' | 'link'> {
  readonly sieves: Sieves;
  readonly from?: ResumePoint | undefined;
}

/** From the packets of each link to its samples: each link has a log of its own, and a place up to which that is decided. */
export class Intakes {
  readonly #sieves: Sieves;
  readonly #intakes: ReadonlyMap<string, Intake>;

  constructor({ sieves, from, ...rest }: IntakesOptions) {
    this.#sieves = sieves;
    this.#intakes = new Map(
      [...sieves].map(([link, sieve]) => [link, new Intake({ ...rest, sieve, link, from: positionIn(from, link) })]),
    );
  }

  /** New intakes that begin here yield what these have not yet. */
  get resume(): ResumePoint | undefined {
    const only = this.#intakes.get(ONLY_LINK);
    if (only !== undefined) return only.resume;
    const known = [...this.#intakes].flatMap(([link, { resume }]) => (resume ? [[link, resume] as const] : []));
    return known.length > 0 ? Object.fromEntries(known) : undefined;
  }

  /** What must be handed on to them. */
  get remembered(): Remembered {
    return rememberedBy(this.#sieves);
  }

  take(packets: readonly ReceivedPacket[], link: string, onLive: (received: Received) => void): readonly Sample[] {
    return this.#intakes.get(link)?.take(packets, onLive) ?? [];
  }
}
