import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { keyOfClass } from '../../plan/keys/class-key.ts';
import { reviewHandOver } from '../../plan/volumes/may-hand-over.ts';
import type { Inside } from './facts.ts';
import { type Pause, untilKnown } from './patience.ts';

const KIND = { apiVersion: 'storage.k8s.io/v1', namespaced: false, verbs: ['list'] };
const CLASSES = { ...KIND, kind: 'StorageClass', resource: 'storageclasses' };
const DRIVERS = { ...KIND, kind: 'CSIDriver', resource: 'csidrivers' };
/** https://kubernetes.io/docs/reference/labels-annotations-taints/#storageclass-kubernetes-io-is-default-class */
const DEFAULT_MARK = 'storageclass.kubernetes.io/is-default-class';

/** Asks again for a while until the cluster lets one in. `handsOver`: volumes of this cluster may be handed over. */
export async function lookInside(
  api: Pick<ClusterApi, 'list' | 'create'>,
  awaitAccess: () => Promise<void>,
  pause: Pause,
  handsOver = false,
): Promise<Inside> {
  await untilKnown(awaitAccess, pause);
  const [classes, drivers] = await Promise.all([all(api, CLASSES), all(api, DRIVERS)]);
  return {
    storageClasses: classes.map(({ metadata, ...rest }) => ({
      name: metadata.name,
      isDefault: metadata.annotations?.[DEFAULT_MARK] === 'true',
      provisioner: String((rest as { provisioner?: unknown }).provisioner ?? ''),
      ...keyOf(rest),
    })),
    drivers: drivers.map(({ metadata }) => metadata.name),
    ...(handsOver ? { handOver: await reviewHandOver(api) } : {}),
  };
}

function keyOf(storageClass: Record<string, unknown>): { kmsKeyId?: string } {
  const kmsKeyId = keyOfClass(storageClass);
  return kmsKeyId ? { kmsKeyId } : {};
}

async function all(api: Pick<ClusterApi, 'list'>, resource: typeof CLASSES): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  for await (const page of api.list(resource)) found.push(...page);
  return found;
}
