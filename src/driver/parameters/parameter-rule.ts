import type { Parameter } from '../../definition/parameter.ts';
import type { Value } from '../../model/sample.ts';
import { type FieldLimits, limitsOf, storedAs } from './field-limits.ts';
import {
  type Bounds,
  booleanRule,
  bytesRule,
  choiceRule,
  durationRule,
  integerRule,
  listRule,
  numberRule,
  type Rule,
  textRule,
} from './rule.ts';
import { sameValue } from './same-value.ts';

/** The narrower of what the definition allows and what fits into the field. */
function boundsOf(parameter: Parameter, fits: FieldLimits): Bounds {
  const min = Math.max(parameter.min ?? -Infinity, fits.min ?? -Infinity);
  const max = Math.min(parameter.max ?? Infinity, fits.max ?? Infinity);
  return {
    ...(Number.isFinite(min) && { min }),
    ...(Number.isFinite(max) && { max }),
    ...(parameter.unit !== undefined && { unit: parameter.unit }),
  };
}

const isDuration = (parameter: Parameter): boolean =>
  parameter.source === 'engineering' && durationRule.take(parameter.startup) !== undefined;

function ruleByType(parameter: Parameter, fits: FieldLimits): Rule {
  if (parameter.choices !== undefined) return choiceRule(parameter.choices);
  switch (parameter.type) {
    case 'integer':
      return integerRule(boundsOf(parameter, fits));
    case 'number':
      return numberRule(boundsOf(parameter, fits));
    case 'boolean':
      return booleanRule;
    case 'list':
      return listRule(fits.length);
    case 'bytes':
      return bytesRule(fits.length);
    default:
      return isDuration(parameter) ? durationRule : textRule(fits.length, parameter.form);
  }
}

/** What a parameter's value may be: also that it comes back from its place in a blob as it was put there. */
export function ruleOf(parameter: Parameter): Rule {
  if (parameter.source !== 'blob') return ruleByType(parameter, {});
  const { field } = parameter;
  const rule = ruleByType(parameter, limitsOf(field));
  return {
    ...rule,
    take(value) {
      const taken = rule.take(value);
      if (taken === undefined) return undefined;
      const raw = toRaw(parameter, taken);
      return sameValue(parameter, storedAs(field, raw) ?? null, raw) ? taken : undefined;
    },
  };
}

/** The value that the instrument knows: a choice's label becomes what stands for it. */
export const toRaw = (parameter: Parameter, value: Value): Value =>
  parameter.choices !== undefined && typeof value === 'string' ? (parameter.choices[value] ?? value) : value;

/** The opposite of {@link toRaw}; a value that is none of the choices stays as it is. */
export const toLabel = (parameter: Parameter, raw: Value): Value =>
  Object.entries(parameter.choices ?? {}).find(([, value]) => value === raw)?.[0] ?? raw;
