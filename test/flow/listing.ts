import { isGenerated } from '../../cli/demo/fingerprint.ts';
import { MADE_BY_RUN } from '../../core/base/run/names.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { Cloud } from '../../local/cloud.ts';

const RESTLESS = ['Event', 'Lease', 'CSINode', 'VolumeAttachment', 'APIService', 'ComponentStatus'];

/** Every object of a cluster that is not book-keeping, as `kind namespace/name`; of one namespace when given. */
export async function listCluster(api: ClusterApi, namespace?: string): Promise<string[]> {
  const names: string[] = [];
  for (const resource of (await api.discover()).resources) {
    if (!resource.verbs.includes('list') || RESTLESS.includes(resource.kind) || (namespace && !resource.namespaced))
      continue;
    for await (const page of api.list(resource, { namespace }))
      names.push(
        ...page.map(
          (object) =>
            `${resource.apiVersion} ${resource.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`,
        ),
      );
  }
  return names.toSorted();
}

/** The objects of one namespace without what differs from run to run, to compare two clones of one workload. */
export async function contentsOf(api: ClusterApi, namespace: string): Promise<unknown[]> {
  const contents: unknown[] = [];
  for (const resource of (await api.discover()).resources) {
    if (!resource.namespaced || !resource.verbs.includes('list') || RESTLESS.includes(resource.kind)) continue;
    for await (const page of api.list(resource, { namespace }))
      contents.push(...page.filter(isWritten).map((object) => contentOf(object, namespace)));
  }
  return contents;
}

const isWritten = (object: KubeObject) => !isGenerated(object) && object.metadata.name !== 'kube-root-ca.crt';

function contentOf(object: KubeObject, namespace: string): unknown {
  const { metadata, status: _, ...rest } = object;
  const { name, labels } = metadata;
  const { [MADE_BY_RUN]: _mark, ...annotations } = metadata.annotations ?? {};
  const text = JSON.stringify({ ...rest, metadata: { name, labels, annotations } });
  // Volume names and cluster addresses are the server's to choose, and objects say which run has made them.
  return JSON.parse(
    text
      .replaceAll(namespace, 'NAMESPACE')
      .replaceAll(/clone-[0-9a-f-]{36}/g, 'RUN')
      .replaceAll(/pvc-[0-9a-f-]{36}/g, 'PVC')
      .replaceAll(/"10\.100\.\d+\.\d+"/g, '"IP"'),
  ) as unknown;
}

/** Everything that the accounts hold, but the records of runs and what they have cost: what a roll-back must bring back to what it was. */
export const listAccounts = (cloud: Cloud): string[] =>
  cloud.inventory().filter((line) => !/^s3:\/\/[^/]+\/(clones|plans|digests|costs)\//.test(line));
