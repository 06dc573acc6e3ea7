import { z } from 'zod';
import { fromIso } from '../../kit/time.ts';

/** ISO-8601 in UTC, with `Z`. */
export const isoTime = z.string().meta({ format: 'date-time', example: '2026-11-22T21:33:00.000Z' });

/** A time that somebody asks for: a day, or a time. */
export const askedTime = z
  .string()
  .max(40)
  .check((context) => {
    try {
      fromIso(context.value);
    } catch (error) {
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: error instanceof Error ? error.message : '',
      });
    }
  })
  .meta({ example: '2026-11-22T21:33Z' });

/** What an instrument, stream, field, parameter, command or state may be called. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,99}$/, 'must be snake_case')
  .meta({ format: 'snake_case' });

const json = z.json();
export type Json = z.infer<typeof json>;
export { json };

/** Values by name, as JSON carries them: bytes as base64. */
export const jsonValues = z.record(z.string(), json);
