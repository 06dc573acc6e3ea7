/** What people may do, least first; each may do all that those before it may. */
export const ROLES = ['viewer', 'operator', 'engineer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What each is for, in words. */
export const ROLE_TITLES: Readonly<Record<Role, string>> = {
  viewer: 'sees everything, changes nothing',
  operator: 'runs instruments: commands, parameters, locks, alerts, missions',
  engineer: 'direct access, dangerous commands, configuration, definitions',
  admin: 'users and tokens too',
};

export const isAtLeast = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least);
export const isAbove = (role: Role, other: Role): boolean => ROLES.indexOf(role) > ROLES.indexOf(other);
