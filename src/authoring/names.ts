import { ParameterError } from '../kit/errors.ts';

/** What a new kind of instrument is called, in all places where it has a name. */
export interface KindNames {
  /** `acme.probe_x` */
  readonly kind: string;
  /** For people: `Acme`, `Probe X`. Its author knows better. */
  readonly maker: string;
  readonly model: string;
  /** In code: `probeX`. */
  readonly identifier: string;
  /** `acme/probe-x` */
  readonly folder: string;
}

const WORD = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/;

const title = (snake: string): string =>
  snake
    .split('_')
    .map((word) => (/\d/.test(word) ? word.toUpperCase() : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join(' ');

const camel = (snake: string): string => snake.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** @throws ParameterError for names that are not of small letters, digits, `_` and `-`. */
export function kindNames(vendor: string, model: string): KindNames {
  const wrong = Object.entries({ vendor, model }).filter(([, name]) => !WORD.test(name));
  if (wrong.length > 0) {
    throw new ParameterError(
      wrong.map(([name, value]) => ({
        name,
        message: `'${value}' must be of small letters, digits, _ or -, and begin with a letter; perhaps '${suggestion(value)}'`,
      })),
    );
  }
  const [by, type] = [vendor, model].map((name) => name.replaceAll('-', '_')) as [string, string];
  return {
    kind: `${by}.${type}`,
    maker: title(by),
    model: title(type),
    identifier: RESERVED.has(camel(type)) ? `${camel(type)}Definition` : camel(type),
    folder: `${by}/${type.replaceAll('_', '-')}`,
  };
}

const suggestion = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '') || 'probe';

/** Words that a name in code cannot be, and those that the skeleton imports. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'import in instanceof new null return super switch this throw true try typeof var void while with yield let static await ' +
    'frame integer line number raw silence text hex defineInstrument wordSum'
  ).split(' '),
);
