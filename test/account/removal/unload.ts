import { isGone } from '../../../adapters/aws/errors.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { ObjectRef } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { enter, until } from '../cluster.ts';
import type { Context } from '../context.ts';
import { NAMESPACES } from '../names.ts';
import { CLASS } from '../workload.ts';

const MINUTES = 10;
const VOLUMES: ServedResource = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  resource: 'persistentvolumes',
  namespaced: false,
  verbs: ['list'],
};

/**
 * Deletes the namespaces of the test in a cluster, and waits until their PersistentVolumes are gone: only then has the driver
 * deleted the volumes, which it could not do without its cluster. Nothing happens when there is no such cluster.
 */
export async function unload(
  context: Pick<Context, 'place' | 'entries'>,
  cluster: string,
  signal: AbortSignal,
): Promise<void> {
  const api = await enter(context, cluster).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw error;
  });
  if (!api) return;
  try {
    for (const name of NAMESPACES) await api.delete(namespace(name));
    await until(
      `The namespaces of the test in ${cluster} were to go, with their volumes,`,
      MINUTES,
      signal,
      async () => ((await isEmpty(api)) ? true : undefined),
    );
    await api.delete({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name: CLASS });
  } finally {
    api.close();
  }
}

const namespace = (name: string): ObjectRef => ({ apiVersion: 'v1', kind: 'Namespace', name });

async function isEmpty(api: ClusterApi): Promise<boolean> {
  for (const name of NAMESPACES) if (await api.get(namespace(name))) return false;
  for await (const page of api.list(VOLUMES)) {
    const claims = page.map(({ spec }) => (spec as { claimRef?: { namespace?: string } }).claimRef?.namespace ?? '');
    if (claims.some((each) => NAMESPACES.includes(each))) return false;
  }
  return true;
}
