import type { FieldTies } from '../field.tsx';
import type { FormField } from './form-model.ts';

interface SchemaInputProps {
  readonly field: FormField;
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
  readonly disabled?: boolean;
  /** Of `Field`; where the input stands in a table, `label` names it instead. */
  readonly ties?: FieldTies;
  readonly label?: string;
}

/** The input for one value: a list to choose from where only some are allowed, else text, with the right keyboard on a tablet. */
export function SchemaInput({ field, draft, onDraft, disabled = false, ties, label }: SchemaInputProps) {
  const common = { ...ties, 'aria-label': label, disabled, name: field.name };
  if (field.choices.length > 0) {
    return (
      <select {...common} value={draft} onChange={(event) => onDraft(event.target.value)}>
        <option value="">{field.required ? 'choose…' : '(leave as it is)'}</option>
        {field.choices.map((choice) => (
          <option key={choice} value={choice}>
            {field.kind === 'boolean' ? (choice === 'true' ? 'yes' : 'no') : choice}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...common}
      type="text"
      inputMode={field.kind === 'integer' ? 'numeric' : field.kind === 'number' ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      value={draft}
      onChange={(event) => onDraft(event.target.value)}
    />
  );
}
