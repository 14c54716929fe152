import { holdExport } from '../../core/execute/apply/hold-export.ts';
import { exportSource } from '../../core/execute/capture/export-source.ts';
import { requireSameVolumes } from '../../core/execute/capture/same-volumes.ts';
import { EXPORT_RESERVE_MS } from '../../core/plan/export/export-so-far.ts';
import { openSource } from '../_shared/open-source.ts';
import { step, WithClone } from '../_shared/step.ts';

/**
 * Exports the objects that the run moves, right before its snapshots, and holds them against the plan. A capture keeps them
 * as they are.
 */
export const handler = step('export-manifests', WithClone, async ({ clone, attempt }, { store, remainingMs }) => {
  const open = async () => (await openSource(clone, store)).api;
  const exported = await exportSource(open, store, clone, {
    since: attempt.since,
    isOver: () => remainingMs() < EXPORT_RESERVE_MS,
  });
  if (clone.mode === 'capture') {
    await requireSameVolumes(store, clone.cloneId);
    return { ...exported, changed: 0 };
  }
  const { changed } = await holdExport(store, clone);
  return { ...exported, changed };
});
