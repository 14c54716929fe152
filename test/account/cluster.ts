import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { eksToken } from '../../adapters/kubernetes/eks-token.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { ObjectRef } from '../../kube/kube-object.ts';
import type { Context } from './context.ts';
import { BYTES_AT, POD } from './names.ts';

const EXEC_SECONDS = 120;
const LOOK_MS = 5_000;

/** A cluster's API with the credentials of whoever runs the test. Throws when there is no such cluster. */
export async function enter({ place, entries }: Pick<Context, 'place' | 'entries'>, name: string): Promise<ClusterApi> {
  const other = entries[name];
  if (other) return other();
  const { cluster } = await new EKSClient(place).send(new DescribeClusterCommand({ name }));
  return connect({
    endpoint: cluster?.endpoint ?? '',
    certificateAuthority: Buffer.from(cluster?.certificateAuthority?.data ?? '', 'base64').toString(),
    credential: {
      token: async () =>
        eksToken({ region: place.region, cluster: name, credentials: await place.credentials(), now: new Date() }),
    },
  });
}

/** Waits until `look` answers something, for `minutes` at most; `what` says in the error what never came. */
export async function until<T>(
  what: string,
  minutes: number,
  signal: AbortSignal,
  look: () => Promise<T | undefined>,
  everyMs = LOOK_MS,
): Promise<T> {
  for (const end = Date.now() + minutes * 60_000; Date.now() < end; await sleep(everyMs, undefined, { signal })) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} within ${minutes} minutes, and did not.`);
}

export async function waitForDatabase(api: ClusterApi, namespace: string, signal: AbortSignal): Promise<void> {
  const set: ObjectRef = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace, name: 'db' };
  await until(`StatefulSet ${namespace}/db was to become ready`, 10, signal, async () => {
    const { status } = ((await api.get(set)) ?? {}) as { status?: { readyReplicas?: number } };
    return status?.readyReplicas === 1 ? true : undefined;
  });
}

/** `sha256sum` of the bytes in the pod's volume. */
export async function checksumIn(api: ClusterApi, namespace: string): Promise<string> {
  const pod = { namespace, name: POD, container: 'db' };
  const { exitCode, stdout, stderr } = await api.exec(pod, ['sha256sum', BYTES_AT], EXEC_SECONDS);
  const [, sum] = /^([0-9a-f]{64})\s/.exec(stdout) ?? [];
  if (exitCode !== 0 || !sum) throw new Error(`sha256sum in ${namespace}/${POD} ended with ${exitCode}: ${stderr}`);
  return sum;
}

/** The EBS volume behind the claim of the database. */
export async function volumeIn(api: ClusterApi, namespace: string, claim: string): Promise<string> {
  const pvc = await api.get({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claim });
  const { volumeName: name = '' } = (pvc?.spec ?? {}) as { volumeName?: string };
  const volume = await api.get({ apiVersion: 'v1', kind: 'PersistentVolume', name });
  return ((volume?.spec ?? {}) as { csi?: { volumeHandle?: string } }).csi?.volumeHandle ?? '';
}
