import type { Taken } from '../../core/translate/graph/taken-along.ts';

/** Of a plan of one workload: what is copied with it, and why. The API hands a plan's own fields on as they are. */
export function takenLines(taken: unknown): string[] {
  const [workload, ...others] = (taken ?? []) as Taken[];
  if (!workload) return [];
  const count = others.length === 1 ? 'an object goes' : `${others.length} objects go`;
  const lines = others.map(({ ref, why }) => `    ${ref.kind} ${ref.name}: ${why}`);
  return [`  with ${workload.ref.kind} ${workload.ref.name}, ${count} copied`, ...lines];
}
