import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { gibibytesOf } from '../../../kube/quantity.ts';
import { PERSISTENT_VOLUMES, volumeSourceOf } from '../../translate/volume-source.ts';

/** What a PersistentVolume says of itself. */
export interface ClaimedVolume {
  /** Of EBS; the name of the object where it is on something else. */
  id: string;
  sizeGiB: number;
  zone?: string;
  /** It has no file system of Kubernetes: `volumeMode: Block`. */
  isDevice?: true;
}

/** `topology.kubernetes.io/zone`, `topology.ebs.csi.aws.com/zone`, and the label before both. */
const ZONE = /(^|[./])zone$|failure-domain\.beta\.kubernetes\.io\/zone$/;

/** Claim `namespace/name` -> its volume, as the PersistentVolumes of a backup tell it. */
export async function claimedVolumes(api: ClusterApi): Promise<Map<string, ClaimedVolume>> {
  const found = new Map<string, ClaimedVolume>();
  for await (const page of api.list(PERSISTENT_VOLUMES))
    for (const volume of page) {
      const name = textAt(volume, 'spec.claimRef.name');
      if (name) found.set(`${textAt(volume, 'spec.claimRef.namespace') ?? ''}/${name}`, describe(volume));
    }
  return found;
}

function describe(volume: KubeObject): ClaimedVolume {
  const zone = zoneOf(volume);
  return {
    id: volumeSourceOf(volume).volumeId || volume.metadata.name,
    sizeGiB: Math.max(1, Math.ceil(gibibytesOf(textAt(volume, 'spec.capacity.storage') ?? '0'))),
    ...(zone ? { zone } : {}),
    ...(textAt(volume, 'spec.volumeMode') === 'Block' ? { isDevice: true } : {}),
  };
}

function zoneOf(volume: KubeObject): string | undefined {
  const terms = listAt(volume, 'spec.nodeAffinity.required.nodeSelectorTerms');
  const wanted = terms
    .flatMap((term) => listAt(term, 'matchExpressions'))
    .find((each) => ZONE.test(textAt(each, 'key') ?? ''));
  const [first] = listAt(wanted, 'values');
  const labelled = Object.entries(volume.metadata.labels ?? {}).find(([key]) => ZONE.test(key))?.[1];
  return typeof first === 'string' ? first : labelled;
}
