import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { type MoverOf, moverRefs, SNAPSHOTS } from '../../plan/movers/mover-objects.ts';
import { POD } from '../capture/pods-gone.ts';

const JOB: ServedResource = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  resource: 'jobs',
  namespaced: true,
  verbs: ['list'],
};
const SECRET: ServedResource = { ...POD, kind: 'Secret', resource: 'secrets' };
const CLAIM: ServedResource = { ...POD, kind: 'PersistentVolumeClaim', resource: 'persistentvolumeclaims' };
const SNAPSHOT: ServedResource = { ...POD, apiVersion: SNAPSHOTS, kind: 'VolumeSnapshot', resource: 'volumesnapshots' };
const EVENT: ServedResource = { ...POD, kind: 'Event', resource: 'events' };

/** What there is of one mover. Listed, and not got: who lets runs in lets them list everything, and get nothing. */
export interface Made {
  job?: KubeObject | undefined;
  secret?: KubeObject | undefined;
  pods: KubeObject[];
}

export async function findMade(api: ClusterApi, of: MoverOf): Promise<Made> {
  const { job, secret, labelSelector } = moverRefs(of);
  const { namespace, name } = job;
  const named = { namespace, fieldSelector: `metadata.name=${name}` };
  const [jobs, secrets, pods] = await Promise.all([
    all(api, JOB, named),
    all(api, SECRET, { ...named, fieldSelector: `metadata.name=${secret.name}` }),
    all(api, POD, { namespace, labelSelector }),
  ]);
  return { job: jobs[0], secret: secrets[0], pods };
}

/** What it reads in the place of the claim. */
export async function findClone(
  api: ClusterApi,
  of: MoverOf,
): Promise<{ snapshot?: KubeObject | undefined; claim?: KubeObject | undefined }> {
  const { snapshot, claim } = moverRefs(of);
  const named = { namespace: snapshot.namespace, fieldSelector: `metadata.name=${snapshot.name}` };
  const [snapshots, claims] = await Promise.all([
    all(api, SNAPSHOT, named),
    all(api, CLAIM, { ...named, fieldSelector: `metadata.name=${claim.name}` }),
  ]);
  return { snapshot: snapshots[0], claim: claims[0] };
}

/** What the controller of Jobs has said of one, the newest last. */
export const eventsOf = (api: ClusterApi, of: MoverOf): Promise<KubeObject[]> => {
  const { namespace, name } = moverRefs(of).job;
  return all(api, EVENT, { namespace, fieldSelector: `involvedObject.kind=Job,involvedObject.name=${name}` });
};

async function all(
  api: ClusterApi,
  kind: ServedResource,
  options: { namespace: string; fieldSelector?: string; labelSelector?: string },
): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  for await (const page of api.list(kind, options)) found.push(...page);
  return found;
}
