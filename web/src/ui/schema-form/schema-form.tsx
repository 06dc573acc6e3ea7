import { useMemo, useState } from 'react';
import type { Problem } from '../../../../src/model/api/problem.ts';
import type { JsonSchema } from '../../../../src/model/metadata.ts';
import { Field } from '../field.tsx';
import { type Drafts, fieldsOf, readDrafts } from './form-model.ts';
import styles from './schema-form.module.css';
import { SchemaInput } from './schema-input.tsx';

/** What a form holds: what was typed, what that says, and what is wrong with it. */
export function useSchemaForm(schema: JsonSchema) {
  const [drafts, setDrafts] = useState<Drafts>({});
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const { values, errors } = useMemo(() => readDrafts(fields, drafts), [fields, drafts]);
  return {
    fields,
    drafts,
    values,
    errors,
    valid: Object.keys(errors).length === 0,
    set: (name: string, draft: string) => setDrafts((before) => ({ ...before, [name]: draft })),
    clear: () => setDrafts({}),
  };
}

interface SchemaFormProps {
  readonly form: ReturnType<typeof useSchemaForm>;
  readonly disabled?: boolean;
  /** What the server said of single values. */
  readonly issues?: Problem['issues'];
}

/** Inputs for all that a schema asks for; what is wrong with one stands below it, once something was typed. */
export function SchemaForm({ form, disabled = false, issues = [] }: SchemaFormProps) {
  return (
    <div className={styles.form}>
      {form.fields.map((field) => {
        const { name, title, description, limits, required } = field;
        const typed = form.drafts[name] !== undefined ? form.errors[name] : undefined;
        const told = issues.filter((issue) => issue.name === name).map(({ message }) => message);
        const hint = [description, limits].filter(Boolean).join('; ');
        return (
          <Field
            key={name}
            label={required ? title : `${title} (optional)`}
            {...(hint !== '' && { hint })}
            errors={[...(typed === undefined ? [] : [typed]), ...told]}
          >
            {(ties) => (
              <SchemaInput
                field={field}
                draft={form.drafts[name] ?? ''}
                onDraft={(draft) => form.set(name, draft)}
                disabled={disabled}
                ties={ties}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}
