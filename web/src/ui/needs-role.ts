import type { Role } from '../../../src/model/api/roles.ts';
import { useMay, useSession } from '../state/session.ts';

/** What a button says and whether it can be pressed, where what it does asks for a role. */
export function useNeeds(role: Role, hint?: string): { readonly disabled: boolean; readonly hint: string | undefined } {
  const may = useMay(role);
  const { who } = useSession();
  return may
    ? { disabled: false, hint }
    : { disabled: true, hint: `This asks for the role ${role}; yours is ${who?.role}` };
}
