import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { isRecord, textAt } from '../../../kube/fields.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';

/**
 * `group/version` of the APIs that a cluster passes on to a service of somebody (aggregated APIs). Such a server keeps to a dry
 * run if it likes: one that does not know the parameter keeps the object, and kubectl sends none there either
 * (k8s.io/cli-runtime, resource.VerifyDryRun).
 */
export async function proxiedApis(
  api: Pick<ClusterApi, 'list'>,
  served: readonly ServedResource[],
): Promise<ReadonlySet<string>> {
  const resource = served.find(({ kind, apiVersion }) => kind === 'APIService' && apiVersion.startsWith(GROUP));
  const proxied = new Set<string>();
  if (!resource) return proxied;
  for await (const page of api.list(resource))
    for (const { spec } of page)
      if (isRecord(spec) && isRecord(spec.service)) proxied.add(`${textAt(spec, 'group')}/${textAt(spec, 'version')}`);
  return proxied;
}

const GROUP = 'apiregistration.k8s.io/';
