import { holdExport } from '../../core/execute/apply/hold-export.ts';
import { exportSource } from '../../core/execute/capture/export-source.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Exports the objects that the run moves, right before its snapshots, and holds them against the plan. */
export const handler = step('export-manifests', WithClone, async ({ clone }, { store }) => {
  const open = async () => (await openCluster(clone, 'source')).api;
  const exported = await exportSource(open, store, clone);
  const { changed } = await holdExport(store, clone);
  return { ...exported, changed };
});
