import * as z from 'zod';
import { kmsSigner } from '../../adapters/aws/kms-signer.ts';
import { cleanUpClone } from '../../core/execute/undo/clean-up-clone.ts';
import { retireFormerClone } from '../../core/execute/undo/retire-former-clone.ts';
import { addUndone } from '../../core/reporting/evidence/add-undone.ts';
import { noteSuperseded } from '../../core/reporting/note-superseded.ts';
import { clustersOf } from '../_shared/clusters-of.ts';
import { sourceStorage, targetStorage } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { noted } from '../_shared/noted.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, type Tools, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({
  stage: z.literal('roll-back').optional(),
  /** Whether everything else of the run was undone before. */
  undone: z.boolean().default(false),
});

/** Removes what only the run needed: the clone that it has refreshed, shares, snapshots, access entries, locks. */
export const handler = step('clean-up-clone', Input, async ({ clone, stage, undone, attempt }, tools) => {
  const { store, now } = tools;
  const [source, target] = await Promise.all([memberOf(clone, 'source'), memberOf(clone, 'target')]);
  const storage = targetStorage(clone, target);
  const enter = async () => (await openCluster(clone, 'target')).api;
  const done = await cleanUpClone(
    { storage: sourceStorage(clone, source), clusters: clustersOf(clone, 'source', source) },
    { storage, clusters: clustersOf(clone, 'target', target) },
    store,
    clone,
    now,
    () => retireFormerClone(enter, storage, store, clone.cloneId, now().toISOString(), noteSuperseded),
    stage ?? 'verified',
    attempt,
  );
  if (stage === 'roll-back' && undone) await noted(tellUndone(clone.cloneId, tools), tools);
  return done;
});

/** A key that cannot sign changes nothing about a roll-back: the log says so. */
async function tellUndone(cloneId: string, { store, now }: Tools): Promise<void> {
  const key = process.env.KUBEFERRY_EVIDENCE_KEY;
  if (key) await addUndone(store, cloneId, { signer: kmsSigner(key), at: now().toISOString() });
}
