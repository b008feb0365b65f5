import { currentScope } from '../../registry';

/** The identity map of the current scope, as scripts and tests need it. */
export const RegistryFactory = {
  /** Forgets the entities of one name in the current scope. Objects that show them go on working, on their own. */
  clear(entity: string): void {
    currentScope().clear(entity);
  },
  /** Forgets all entities of the current scope. */
  clearAll(): void {
    currentScope().clear();
  },
} as const;
