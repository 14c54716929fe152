import { EBS_AUTO_MODE, EBS_CSI } from '../../core/translate/tables/drivers.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';

/** Drivers that make volumes in a cluster of the local cloud. */
const PLAYED: readonly string[] = [EBS_CSI, EBS_AUTO_MODE];

/** Claims (`namespace/name`) that nothing at the source will ever bind, each with a sentence that says why. */
export async function hopelessClaims(api: ClusterApi, namespaces: string[]): Promise<Map<string, string>> {
  const { resources } = await api.discover();
  const all = async (kind: string, namespace?: string): Promise<KubeObject[]> => {
    const resource = resources.find((each: ServedResource) => each.kind === kind)!;
    const objects: KubeObject[] = [];
    for await (const page of api.list(resource, namespace ? { namespace } : {})) objects.push(...page);
    return objects;
  };
  const classes = await all('StorageClass');
  const claims = await Promise.all(namespaces.map((namespace) => all('PersistentVolumeClaim', namespace)));
  return new Map(
    claims.flat().flatMap((claim) => {
      const why = textAt(claim, 'status.phase') === 'Pending' ? whyHopeless(claim, classes) : undefined;
      const name = `${claim.metadata.namespace}/${claim.metadata.name}`;
      return why ? [[name, `claim ${name} ${why}`] as const] : [];
    }),
  );
}

function whyHopeless(claim: KubeObject, classes: KubeObject[]): string | undefined {
  const name = textAt(claim, 'spec.storageClassName');
  if (name === undefined || name === '') return undefined;
  const own = classes.find(({ metadata }) => metadata.name === name);
  const made = classes.filter((each) => PLAYED.includes(String(each.provisioner)));
  const have = made.map(({ metadata }) => metadata.name).join(', ');
  if (!own)
    return `waits for storage class "${name}", which the source does not have: add that StorageClass to the manifests, or use one of ${have}`;
  if (PLAYED.includes(String(own.provisioner))) return undefined;
  return `waits for storage class "${name}" of driver ${own.provisioner}, which the local cloud does not play: it makes volumes of ${have}`;
}
