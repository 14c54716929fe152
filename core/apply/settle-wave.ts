import type { WaveItem } from '../clone/envelope.ts';
import { readShards } from '../clone/records.ts';
import { KubeferryError } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import { type KubeObject, refOf, refText } from '../manifests/kube-object.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';
import type { ObjectStore } from '../ports/object-store.ts';

type Status = { phase?: string; conditions?: { type: string; status: string }[] } | undefined;

/** When an object of a kind is ready for what comes after it. Kinds that are not here are ready at once. */
const SETTLED: Record<string, (status: Status) => boolean> = {
  CustomResourceDefinition: (status) =>
    status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True') ?? false,
  Namespace: (status) => status?.phase === 'Active',
};

/** Throws NotYet while something of the wave is not ready for the next one; the last message names it. */
export async function settleWave(api: ClusterApi, store: ObjectStore, wave: WaveItem): Promise<{ settled: number }> {
  let settled = 0;
  for await (const objects of readShards<KubeObject>(store, wave.prefix)) {
    const waiting = objects.filter((object) => object.kind in SETTLED);
    const ready = await inParallel(waiting, 8, async (object) =>
      SETTLED[object.kind]!((await api.get(refOf(object)))?.status as Status),
    );
    const late = waiting.filter((_, at) => !ready[at]);
    if (late.length > 0) {
      throw new KubeferryError(
        'NotYet',
        `Wave ${wave.wave}: ${late.length} objects are not ready yet, the first is ${refText(refOf(late[0]!))}.`,
      );
    }
    settled += objects.length;
  }
  return { settled };
}
