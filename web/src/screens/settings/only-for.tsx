import type { ReactNode } from 'react';
import type { Role } from '../../../../src/model/api/roles.ts';
import { useMay, useSession } from '../../state/session.ts';
import { Empty } from '../../ui/empty.tsx';

/** A part that asks for a role; who has not that role is told so. */
export function OnlyFor({ least, children }: { readonly least: Role; readonly children: ReactNode }) {
  const may = useMay(least);
  const { who } = useSession();
  if (may) return children;
  return (
    <Empty title={`This is for the role ${least}`}>
      You are {who?.name}, with the role {who?.role}. An admin can give you another one.
    </Empty>
  );
}
