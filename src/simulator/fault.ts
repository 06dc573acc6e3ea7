import { milliseconds } from '../kit/duration.ts';
import { ConfigError } from '../kit/errors.ts';

/** What goes wrong between the instrument and whoever talks to it. */
export type Fault =
  | { readonly kind: 'none' }
  /** A bit of each byte is flipped at this rate. */
  | { readonly kind: 'garble'; readonly rate: number }
  /** Each byte is lost at this rate. */
  | { readonly kind: 'lose'; readonly rate: number }
  /** The connection is closed. */
  | { readonly kind: 'drop' }
  /** It neither listens nor speaks. */
  | { readonly kind: 'stall' }
  /** The second half of every reply is missing. */
  | { readonly kind: 'half_reply' }
  /** All that it says comes so much later. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'power_cycle'; readonly clockLost: boolean };

/** `drop` and `power_cycle` happen once, the others go on. */
export const lasts = ({ kind }: Fault): boolean => kind !== 'drop' && kind !== 'power_cycle';

const RIGHT =
  "none, garble:<rate>, drop, drop:<rate>, stall, half-reply, slow:<duration>, power-cycle, or power-cycle:1970, as in 'garble:0.01' or 'slow:500 ms'";

const wrong = (text: string, message: string): ConfigError => new ConfigError([{ name: `fault '${text}'`, message }]);

function rate(text: string, value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1)) throw wrong(text, `'${value}' is not a rate from 0 to 1`);
  return number;
}

function duration(text: string, value: string): number {
  try {
    return milliseconds(value);
  } catch (error) {
    throw new ConfigError(
      [{ name: `fault '${text}'`, message: String(error instanceof Error ? error.message : error) }],
      {
        cause: error,
      },
    );
  }
}

/** Reads `garble:0.01`, `slow:500 ms`, …; anything else is a `ConfigError` that says what would be right. */
export function parseFault(text: string): Fault {
  const [name = '', ...rest] = text.trim().split(':');
  const value = rest.length > 0 ? rest.join(':').trim() : undefined;
  if (value === undefined) {
    if (name === 'none' || name === 'drop' || name === 'stall') return { kind: name };
    if (name === 'half-reply') return { kind: 'half_reply' };
    if (name === 'power-cycle') return { kind: 'power_cycle', clockLost: false };
  } else {
    if (name === 'garble') return { kind: 'garble', rate: rate(text, value) };
    if (name === 'drop') return { kind: 'lose', rate: rate(text, value) };
    if (name === 'slow') return { kind: 'slow', milliseconds: duration(text, value) };
    if (name === 'power-cycle' && value === '1970') return { kind: 'power_cycle', clockLost: true };
  }
  throw wrong(text, `not a fault; there are: ${RIGHT}`);
}
