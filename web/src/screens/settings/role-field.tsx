import { ROLE_TITLES, ROLES, type Role } from '../../../../src/model/api/roles.ts';
import { Field } from '../../ui/field.tsx';

interface RoleFieldProps {
  readonly role: Role;
  readonly onChange: (role: Role) => void;
}

/** What somebody may do. */
export function RoleField({ role, onChange }: RoleFieldProps) {
  return (
    <Field label="Role" hint={ROLE_TITLES[role]}>
      {(ties) => (
        <select {...ties} value={role} onChange={({ target }) => onChange(ROLES[target.selectedIndex] ?? role)}>
          {ROLES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      )}
    </Field>
  );
}
