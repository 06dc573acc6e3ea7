import { type Drafts, draftOf, type FormField, fieldOf, readDraft } from '../../../ui/schema-form/form-model.ts';
import { isSame, type ParameterRow } from './parameter-rows.ts';

/** What was typed into the table: new values by name, and what is wrong. */
export interface Edits {
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: Readonly<Record<string, string>>;
}

export const fieldOfRow = ({ name, schema, title, unit }: ParameterRow): FormField =>
  fieldOf(name, { title, ...schema }, { unit, required: true });

/** A parameter's input: what was typed, else what it is. */
export const draftOfRow = (row: ParameterRow, drafts: Drafts): string => drafts[row.name] ?? draftOf(row.actual);

/** What the drafts change; those that say what is there already change nothing. */
export function readEdits(rows: readonly ParameterRow[], drafts: Drafts): Edits {
  const values: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  for (const row of rows) {
    const draft = drafts[row.name];
    if (draft === undefined) continue;
    const read = readDraft(fieldOfRow(row), draft);
    if (read === undefined) continue;
    if ('error' in read) errors[row.name] = read.error;
    else if (!isSame(read.value, row.actual)) values[row.name] = read.value;
  }
  return { values, errors };
}

/** The drafts that bring the start-up values back, of those that may be set at any time. */
export const startupDrafts = (rows: readonly ParameterRow[]): Drafts =>
  Object.fromEntries(
    rows
      .filter(({ differsFromStartup, visibility }) => differsFromStartup && visibility === 'read_write')
      .map(({ name, startup }) => [name, draftOf(startup)]),
  );
