import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readRecord, writeRecord } from '../../base/run/records.ts';
import { deletesClaims } from '../../plan/quiesce/claim-retention.ts';
import { isScaled, listIn, replicasOf, SCALABLE } from '../../plan/quiesce/scalable.ts';
import { othersOnClaims } from './others-on-claims.ts';
import { podsLeft } from './pods-gone.ts';
import type { Quiesced, QuiescedWorkload } from './quiesced.ts';

/**
 * Leaves the source at zero, now that its clone is verified, once it is seen that all of it has stayed there since before
 * the snapshot; from here on the run's record says so. Throws VerificationFailed when something has run or was changed
 * meanwhile, since what it wrote is not in the clone. `at` is ISO 8601.
 */
export async function cutOverSource(
  api: ClusterApi,
  store: ObjectStore,
  { cloneId, selection }: { cloneId: string; selection: Request['selection'] },
  namespaces: string[],
  at: string,
): Promise<{ workloads: number }> {
  const key = keysOf(cloneId).quiesced;
  const quiesced = await readRecord<Quiesced>(store, key, 'quiesce-source');
  const problems = [
    ...(await Promise.all(quiesced.workloads.map((workload) => whatHappened(api, workload)))).flat(),
    ...(await othersRunning(api, quiesced, selection, namespaces)),
    ...(await podsLeft(api, namespaces, quiesced)).map((pod) => `${pod} runs`),
    ...(await othersOnClaims(api, store, cloneId, quiesced.stillSince)).map((pod) => `${pod} runs, or has run since`),
  ];
  if (problems.length > 0) {
    throw new KubeferryError(
      'VerificationFailed',
      `The source did not stay at zero until the clone was verified: ${problems.join('; ')}. What it wrote since the snapshot is not in the clone, so it is not cut over, and resumes. Pause what scales or changes it (an autoscaler, an operator, a GitOps tool), and start again.`,
    );
  }
  await writeRecord(store, key, { ...quiesced, cutOverAt: quiesced.cutOverAt ?? at } satisfies Quiesced);
  return { workloads: quiesced.workloads.length };
}

/** What was made since, or was at zero for another run when this one looked. */
async function othersRunning(
  api: ClusterApi,
  { workloads }: Quiesced,
  selection: Request['selection'],
  namespaces: string[],
): Promise<string[]> {
  const known = new Set(workloads.map(({ ref }) => refText(ref)));
  const { resources } = await api.discover();
  const found: string[] = [];
  for (const kind of SCALABLE)
    for await (const object of listIn(api, resources, { apiVersion: 'apps/v1', kind }, namespaces)) {
      const name = refText(refOf(object));
      if (isScaled(object, selection) && !known.has(name)) found.push(`${name} runs, and was not scaled by this run`);
    }
  return found;
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
