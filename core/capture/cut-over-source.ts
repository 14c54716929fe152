import { keysOf } from '../clone/keys.ts';
import { CUT_OVER_BY, FIELD_MANAGER } from '../clone/names.ts';
import { readRecord, writeRecord } from '../clone/records.ts';
import { KubeferryError } from '../errors.ts';
import { refText } from '../manifests/kube-object.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { deletesClaims } from './claim-retention.ts';
import { podsLeft } from './pods-gone.ts';
import type { Quiesced, QuiescedWorkload } from './quiesced.ts';
import { replicasOf } from './scalable.ts';

/**
 * Leaves the source at zero, now that its clone is verified: sees that it has stayed there since before the snapshot, and
 * marks its workloads with the run. Throws VerificationFailed when something has run or was changed meanwhile, since what it
 * wrote is not in the clone. `at` is ISO 8601.
 */
export async function cutOverSource(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  namespaces: string[],
  at: string,
): Promise<{ workloads: number }> {
  const key = keysOf(cloneId).quiesced;
  const quiesced = await readRecord<Quiesced>(store, key, 'quiesce-source');
  const problems = [
    ...(await Promise.all(quiesced.workloads.map((workload) => whatHappened(api, workload)))).flat(),
    ...(await podsLeft(api, namespaces, quiesced)).map((pod) => `${pod} runs`),
  ];
  if (problems.length > 0) {
    throw new KubeferryError(
      'VerificationFailed',
      `The source did not stay at zero until the clone was verified: ${problems.join('; ')}. What it wrote since the snapshot is not in the clone, so it is not cut over, and resumes. Pause what scales or changes it (an autoscaler, an operator, a GitOps tool), and start again.`,
    );
  }
  await writeRecord(store, key, { ...quiesced, cutOverAt: quiesced.cutOverAt ?? at } satisfies Quiesced);
  for (const { ref } of quiesced.workloads)
    await api.merge(ref, { metadata: { annotations: { [CUT_OVER_BY]: cloneId } } }, { manager: FIELD_MANAGER });
  return { workloads: quiesced.workloads.length };
}

async function whatHappened(api: ClusterApi, { ref, uid, generation }: QuiescedWorkload): Promise<string[]> {
  const found = await api.get(ref);
  if (!found || (uid && found.metadata.uid !== uid)) return [`${refText(ref)} was deleted`];
  if (replicasOf(found) > 0) return [`${refText(ref)} was scaled to ${replicasOf(found)}`];
  if (deletesClaims(found)) return [`${refText(ref)} deletes its claims again`];
  const now = found.metadata.generation;
  if (generation !== undefined && now !== generation)
    return [`${refText(ref)} was changed (generation ${generation} before, ${now} now)`];
  return [];
}
