/** What the guard must know of a user, and no more. */
export interface Account {
  readonly id: number;
  readonly role: Role;
}

export const roles = ['user', 'admin'] as const;
export type Role = (typeof roles)[number];

export function isAccount(value: unknown): value is Account {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('role' in value)) return false;
  return Number.isSafeInteger(value.id) && roles.some((role) => role === value.role);
}
