import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { notReady } from '../../../kube/readiness.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import { discreetText } from '../../base/outside/outside-text.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { WaveItem } from '../../base/run/envelope.ts';
import { readShards } from '../../base/run/records.ts';
import { OPERATORS } from '../../translate/waves.ts';

type Status = { phase?: string; conditions?: { type: string; status: string; message?: string }[] } | undefined;

/** When an object of a kind is ready for what comes after it. Kinds that are not here are ready at once. */
const SETTLED: Record<string, (status: Status) => boolean> = {
  CustomResourceDefinition: (status) =>
    status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True') ?? false,
  Namespace: (status) => status?.phase === 'Active',
};

/**
 * Throws NotYet while something of the wave is not ready for the next one; the last message names it. `enough` are the ready pods that
 * an operator had at the source, by the text of its reference, where it was not ready there.
 */
export async function settleWave(
  api: ClusterApi,
  store: ObjectStore,
  wave: WaveItem,
  enough: ReadonlyMap<string, number> = new Map(),
): Promise<{ settled: number }> {
  const isLate = wave.wave === OPERATORS.wave ? whyNotAvailable(enough) : whyNotSettled;
  let settled = 0;
  for await (const objects of readShards<KubeObject>(store, wave.prefix)) {
    const found = await inParallel(objects, 8, async (object) =>
      mayBeLate(object, wave) ? api.get(refOf(object)) : object,
    );
    const late = objects.flatMap((object, at) => {
      const why = mayBeLate(object, wave) ? isLate(object, found[at]) : undefined;
      return why === undefined ? [] : [{ object, why }];
    });
    if (late.length > 0) {
      const { object, why } = late[0]!;
      throw new KubeferryError(
        'NotYet',
        `Wave ${wave.wave}: ${late.length} objects are not ready yet, the first is ${refText(refOf(object))}${why}.`,
      );
    }
    settled += objects.length;
  }
  return { settled };
}

const mayBeLate = ({ kind }: KubeObject, { wave }: WaveItem) => wave === OPERATORS.wave || kind in SETTLED;

function whyNotSettled(object: KubeObject, found: KubeObject | undefined): string | undefined {
  const status = found?.status as Status;
  return SETTLED[object.kind]!(status) ? undefined : whyGoing(status);
}

/** As in the verification of a clone: nobody is waited for where nothing is to run, or ran at the source. */
const whyNotAvailable =
  (enough: ReadonlyMap<string, number>) => (object: KubeObject, found: KubeObject | undefined) => {
    const why = found ? notReady(found, enough.get(refText(refOf(object)))) : 'it does not exist';
    return why && `: ${why}; its resources come after it`;
  };

/**
 * What keeps a namespace that is being deleted: objects that are left in it, and whose finalizers
 * (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/#NamespaceStatus).
 */
function whyGoing(status: Status): string {
  if (status?.phase !== 'Terminating') return '';
  const held = (status.conditions ?? []).filter((each) => HOLDS.includes(each.type) && each.status === 'True');
  const said = held.map(({ message = '' }) => discreetText(message)).join(' ');
  return `, which is being deleted${said ? ` and is held: ${said.replace(/\.$/, '')}` : ''}`;
}

const HOLDS = ['NamespaceContentRemaining', 'NamespaceFinalizersRemaining', 'NamespaceDeletionContentFailure'];
