import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { WaveItem } from '../../base/run/envelope.ts';
import { readShards } from '../../base/run/records.ts';

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
