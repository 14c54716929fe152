import type { Memory } from './recipe.ts';
import { operatedKind } from './recipes.ts';

/** What the operator of a kind has to find in its status. */
export const statusMemories = (kind: string) =>
  (operatedKind(kind)?.remembers ?? []).filter(
    (memory): memory is Extract<Memory, { into: 'status' }> => memory.into === 'status',
  );

/** What it has to be told by an annotation. */
export const annotationMemories = (kind: string) =>
  (operatedKind(kind)?.remembers ?? []).filter(
    (memory): memory is Extract<Memory, { into: 'annotation' }> => memory.into === 'annotation',
  );
