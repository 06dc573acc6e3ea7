import { z } from 'zod';
import { nearest } from '../kit/nearest.ts';

export type Path = readonly PropertyKey[];

/** One wrong thing at its path; the path becomes a line. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
}

/** What a schema has to say of a content. */
export function schemaProblems(error: z.ZodError, content: unknown, schema: z.ZodType): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      const known = settingsAt(schema, issue.path);
      const hintFor = (key: string): string => (known.length === 0 ? '' : `; ${nearest(key, known)}`);
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        message: `is not a setting that is known here${hintFor(key)}`,
      }));
    }
    if (issue.code === 'invalid_type' && valueAt(content, issue.path) === undefined) {
      return [{ path: issue.path, message: `is missing (${issue.expected})` }];
    }
    if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path: issue.path, message }));
    return [{ path: issue.path, message: issue.message.replace(/^Invalid input: /, '') }];
  });
}

const valueAt = (content: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    content,
  );

/** A schema without what only says that it may be missing. */
function bare(schema: unknown): unknown {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;
  return isWrapped ? bare(schema.unwrap()) : schema;
}

function inside(schema: unknown, part: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(part)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** The names of the settings that a schema knows at a path; none where it does not stand in one piece there. */
function settingsAt(schema: z.ZodType, path: Path): readonly string[] {
  const found = path.reduce<unknown>((one, part) => bare(inside(one, part)), bare(schema));
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}
