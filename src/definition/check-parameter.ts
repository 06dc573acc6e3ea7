import { type Names, stateful, unknown } from './check-names.ts';
import type { Blob } from './instrument.ts';
import type { Parameter } from './parameter.ts';

function limitProblems({ min, max, startup, choices }: Parameter): string[] {
  const known: readonly unknown[] = Object.entries(choices ?? {}).flat();
  return [
    ...(min !== undefined && max !== undefined && min > max ? [`min ${min} is above max ${max}`] : []),
    ...(typeof startup === 'number' && (startup < (min ?? startup) || startup > (max ?? startup))
      ? [`startup ${startup} is not between ${min ?? 'any'} and ${max ?? 'any'}`]
      : []),
    ...(choices !== undefined && startup !== undefined && !known.includes(startup)
      ? [`startup ${String(startup)} is none of its choices: ${Object.keys(choices).join(', ')}`]
      : []),
  ];
}

/** What is wrong with a parameter: its limits, and where it is shown. */
export function parameterProblems(parameter: Parameter, names: Names, blobs: Readonly<Record<string, Blob>>): string[] {
  const problems = limitProblems(parameter);
  if (parameter.source === 'text') {
    if (parameter.shownBy === undefined) problems.push('no command shows it (shownBy)');
    return [...problems, ...stateful(parameter.pattern), ...unknown('command', parameter.shownBy, names.commands)];
  }
  if (parameter.source === 'blob') {
    const length = blobs[parameter.blob ?? '']?.length;
    if (parameter.blob === undefined) problems.push('it stands in no blob (partOf)');
    if (length !== undefined && parameter.field.end > length)
      problems.push(`it ends at ${parameter.field.end}, past the ${length} bytes of ${parameter.blob}`);
    return [...problems, ...unknown('blob', parameter.blob, names.blobs)];
  }
  return problems;
}
