import { decimalDigits, hexDigits, wholeDigits } from '../kit/digits.ts';
import type { Scalar, Value } from '../model/sample.ts';
import { readAlike } from './bytes-read.ts';
import { ownValue } from './own-value.ts';

/** What people and files need to know about a value. */
export interface FieldInfo {
  /** What people call it; made from its name where nothing is said. */
  readonly title?: string;
  /** UDUNITS spelling: `degree_Celsius`, `dbar`, `S m-1`. */
  readonly unit?: string;
  /** CF standard name. */
  readonly cf?: string;
  /** The range in which a value can be true, in `unit`: for people and quality tests; a record outside it is decoded all the same. */
  readonly valid?: readonly [number, number];
  /** The value's name in OOI's particle where it differs; `false` when that particle does not carry it. */
  readonly ooi?: string | false;
  /** What OOI's particle carries where the value is not known. */
  readonly ooiUnknown?: Scalar;
}

/** A value inside a line of text: read from a named group, and written back in the shape of an example. */
export interface TextField<T extends Value = Value> extends FieldInfo {
  /** What its values are. */
  readonly type: 'number' | 'integer' | 'text' | 'flag' | 'list';
  /** What the values of a list are; numbers where nothing is said. */
  readonly items?: 'number' | 'integer' | 'text';
  /** The value of a group; `undefined` is a group that did not take part. Throws when the text means nothing. */
  read(text: string | undefined): T | null;
  /** The text for a value, as wide and precise as the example it replaces. */
  write(value: Scalar, example: string): string;
}

const parsed = (text: string, value: number): number => {
  if (!Number.isFinite(value)) throw new SyntaxError(`'${text}' is not a number`);
  return value;
};

type NumberRead = TextField<number>['read'];
const readNumber = readAlike<NumberRead>(
  (text) => (text === undefined ? null : parsed(text, Number(text))),
  decimalDigits,
);
const readInteger = readAlike<NumberRead>(
  (text) => (text === undefined ? null : parsed(text, Number.parseInt(text, 10))),
  wholeDigits,
);
const readHex = readAlike<NumberRead>(
  (text) => (text === undefined ? null : parsed(text, text === '' ? Number.NaN : Number(`0x${text}`))),
  hexDigits,
);

const decimalsOf = (example: string): number => /\.(\d+)/.exec(example)?.[1]?.length ?? 0;

/** A number. `missing` is what the instrument sends where it has none ("Na"): `null`. */
export const number = ({ missing, ...info }: FieldInfo & { readonly missing?: string } = {}): TextField<number> => ({
  ...info,
  type: 'number',
  read: missing === undefined ? readNumber : (text) => (text === missing ? null : readNumber(text)),
  write: (value, example) =>
    /e[-+]/i.test(example)
      ? Number(value)
          .toExponential(decimalsOf(example))
          .replace(/e([-+])(\d)$/, 'e$10$2')
      : Number(value).toFixed(decimalsOf(example)).padStart(example.length),
});

/** A whole number; `missing` as for {@link number}. */
export const integer = ({ missing, ...info }: FieldInfo & { readonly missing?: string } = {}): TextField<number> => ({
  ...info,
  type: 'integer',
  read: missing === undefined ? readInteger : (text) => (text === missing ? null : readInteger(text)),
  write: (value, example) => String(Math.round(Number(value))).padStart(example.length),
});

/** A whole number in hexadecimal digits. */
export const hex = (info: FieldInfo = {}): TextField<number> => ({
  ...info,
  type: 'integer',
  read: readHex,
  write: (value, example) => Math.round(Number(value)).toString(16).toUpperCase().padStart(example.length, '0'),
});

/** Numbers with blanks or commas between them. */
export const numbers = (info: FieldInfo = {}): TextField<readonly number[]> => ({
  ...info,
  type: 'list',
  read: (text) =>
    text === undefined
      ? null
      : text
          .trim()
          .split(/[\s,]+/)
          .map((part) => parsed(part, Number(part))),
  write: (_, example) => example,
});

/** A text as it stands there. */
export const text = (info: FieldInfo = {}): TextField<string> => ({
  ...info,
  type: 'text',
  read: (found) => found ?? null,
  write: (value, example) => String(value).padEnd(example.length),
});

/** True when the group took part, or with `absent` when it did not ("do not …"). */
export const flag = (info: FieldInfo & { readonly on?: 'present' | 'absent' } = {}): TextField<boolean> => ({
  ...info,
  type: 'flag',
  read: (found) => (found !== undefined) === (info.on !== 'absent'),
  write: (value, example) => (Boolean(value) === (info.on !== 'absent') ? example : ''),
});

/** On or off, said by one of two words. */
export const either = ([off, on]: readonly [off: string, on: string], info: FieldInfo = {}): TextField<boolean> =>
  textField({
    ...info,
    type: 'flag',
    read: (found) => {
      if (found !== off && found !== on) throw new SyntaxError(`'${found}' is neither '${off}' nor '${on}'`);
      return found === on;
    },
    write: (value) => (value ? on : off),
  });

/** A value that the others cannot say: how its text is read, and written in the shape of an example. */
export const textField = <T extends Value>(
  field: FieldInfo & Pick<TextField<T>, 'type' | 'write'> & { read(text: string): T },
): TextField<T> => ({ ...field, read: (found) => (found === undefined ? null : ownValue(field, field.read(found))) });
