import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { mapAt } from '../../../kube/fields.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { volumeSourceOf } from '../../translate/volume-source.ts';
import type { Known } from './contents-of-others.ts';
import type { Kept } from './kept.ts';

/**
 * PersistentVolumes by which others have data on EBS volumes of the run: the run's own, bound to a claim that it did not
 * make, and those of others on a volume that it made. One list of volumes, and one of claims for each namespace of such a claim.
 */
export async function volumesOfOthers(
  api: ClusterApi,
  known: Known,
  isOfRun: (volumeId: string) => boolean,
): Promise<Kept[]> {
  const resource = known.discovery.resources.find(isVolume);
  if (!resource) return [];
  const kept: Kept[] = [];
  for await (const page of api.list(resource)) {
    for (const volume of page) {
      const { volumeId } = volumeSourceOf(volume);
      const isOwn = known.own.has(volume.metadata.uid ?? '');
      if (!isOwn && !isOfRun(volumeId)) continue;
      const why = await holdOf(api, known, volume, isOwn);
      if (why) kept.push({ at: refText(refOf(volume)), why, ...(volumeId ? { volumeId } : {}) });
    }
  }
  return kept;
}

const isVolume = ({ apiVersion, kind }: ServedResource) => apiVersion === 'v1' && kind === 'PersistentVolume';

async function holdOf(api: ClusterApi, known: Known, volume: KubeObject, isOwn: boolean): Promise<string> {
  if (!isOwn) return 'somebody else has made it, on an EBS volume of the run';
  const { namespace, name = '', uid = '' } = mapAt(volume, 'spec.claimRef') as Record<string, string | undefined>;
  if (known.keptClaims?.has(`${namespace}/${name}`))
    return `claim ${namespace}/${name} of the run is bound to it, and others use that`;
  if (name === '' || known.own.has(uid)) return '';
  const claims = await api.names({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...(namespace ? { namespace } : {}),
  });
  const there = claims.get(name);
  if (there === undefined || known.own.has(there)) return '';
  return `claim ${namespace}/${name} of others is bound to it`;
}
