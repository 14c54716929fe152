import { fileURLToPath } from 'node:url';
import { TAG } from '../../core/base/run/names.ts';
import { MASKING_LABEL } from '../../core/execute/masking/masking-objects.ts';
import type { ClusterBackend } from '../../emulator/kubernetes/contract/backend.ts';
import { inProcess } from '../../emulator/kubernetes/in-process.ts';
import { listAt, textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { Cloud } from '../../local/cloud.ts';
import { maskDatabase } from './databases.ts';
import { contentsOf } from './disks.ts';

/** The configuration of a demo whose route masks. */
export const WITH_MASKING = fileURLToPath(new URL('masking.config.ts', import.meta.url));

/** Claims of the built-in workload that its jobs mask. */
export const MASKED_CLAIMS = ['shop/data-orders-0', 'shop/data-orders-1'];

/**
 * Clusters in which the pods of the masking do what their image would: on the volumes that they mount. `of` is told the cloud
 * as soon as it runs.
 */
export function maskingClusters(): { backend: ClusterBackend; of: (cloud: Cloud) => void } {
  let cloud: Cloud | undefined;
  const jobs = (pod: KubeObject) => {
    if (cloud && pod.metadata.labels?.[MASKING_LABEL]) for (const claim of claimsOf(pod)) maskVolume(cloud, claim);
    return { exitCode: 0 };
  };
  return {
    backend: inProcess({ jobs }),
    of: (running) => {
      cloud = running;
    },
  };
}

const claimsOf = (pod: KubeObject) =>
  listAt(pod, 'spec.volumes').map(
    (volume) => `${pod.metadata.namespace}/${textAt(volume, 'persistentVolumeClaim.claimName')}`,
  );

/** The newest volume of the claim in the target: that of a former clone may be there as well. */
function maskVolume({ ec2, accounts: { target } }: Cloud, claim: string): void {
  const volumes = [...ec2.place(target.id, target.region).volumes.values()].filter(
    ({ tags }) => tags[TAG.claim] === claim,
  );
  const newest = volumes.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  if (newest) ec2.writeVolume(newest.id, 0, maskDatabase(contentsOf(ec2, newest.id)));
}
