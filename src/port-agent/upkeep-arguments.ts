import type { Issue } from '../kit/errors.ts';
import type { UpkeepRules } from '../packet/upkeep.ts';

/** How the rules are said to the process of a port agent. */
export const UPKEEP_ARGUMENTS = ['compress', 'archive', 'keep-days', 'keep-bytes'] as const;
type Argument = (typeof UPKEEP_ARGUMENTS)[number];

export function upkeepToArguments({ compress, archive, keepDays, keepBytes }: UpkeepRules): string[] {
  const texts: Readonly<Record<Argument, string | number | undefined>> = {
    compress: compress ? 'yes' : 'no',
    archive,
    'keep-days': keepDays,
    'keep-bytes': keepBytes,
  };
  return Object.entries(texts).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
}

/** Undefined where nothing is said of them; adds what is wrong to the issues. */
export function upkeepFromArguments(
  text: (name: Argument) => string | undefined,
  issues: Issue[],
): UpkeepRules | undefined {
  if (UPKEEP_ARGUMENTS.every((name) => text(name) === undefined)) return undefined;
  const compress = text('compress') ?? 'yes';
  if (!['yes', 'no'].includes(compress))
    issues.push({ name: '--compress', message: `must be yes or no, not '${compress}'` });
  const count = (name: Argument): number | undefined => {
    const given = text(name);
    if (given === undefined) return undefined;
    if (!/^[1-9]\d{0,14}$/.test(given))
      issues.push({ name: `--${name}`, message: `must be a whole number above 0, not '${given}'` });
    return Number(given);
  };
  const [archive, keepDays, keepBytes] = [text('archive'), count('keep-days'), count('keep-bytes')];
  return {
    compress: compress === 'yes',
    ...(archive !== undefined && { archive }),
    ...(keepDays !== undefined && { keepDays }),
    ...(keepBytes !== undefined && { keepBytes }),
  };
}
