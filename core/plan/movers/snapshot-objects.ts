import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import type { SnapshotClaim } from '../../base/run/origin.ts';
import { type MoverOf, moverRefs, ownedByJob } from './mover-objects.ts';

/** Of the claim as it is at that moment. */
export function moverSnapshot(of: MoverOf, jobUid: string, { class: name }: SnapshotClaim): KubeObject {
  const [, persistentVolumeClaimName = ''] = of.claim.split('/');
  const spec = { volumeSnapshotClassName: name, source: { persistentVolumeClaimName } };
  return ownedByJob(of, jobUid, moverRefs(of).snapshot, { spec });
}

/**
 * A claim with what the snapshot has, for the one pod of the Job
 * (https://kubernetes.io/docs/concepts/storage/volume-snapshots/#provisioning-volumes-from-snapshots).
 */
export function moverClaim(of: MoverOf, jobUid: string, { storageClass, size }: SnapshotClaim): KubeObject {
  const { snapshot, claim } = moverRefs(of);
  const spec = {
    accessModes: ['ReadWriteOnce'],
    volumeMode: 'Filesystem',
    storageClassName: storageClass,
    resources: { requests: { storage: size } },
    dataSource: { apiGroup: groupOf(snapshot.apiVersion), kind: snapshot.kind, name: snapshot.name },
  };
  return ownedByJob(of, jobUid, claim, { spec });
}
