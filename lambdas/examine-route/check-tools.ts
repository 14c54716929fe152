import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { kmsSigner } from '../../adapters/aws/kms-signer.ts';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import type { CheckCloneTools } from '../../core/serve/check/check-clone.ts';
import { clustersOf } from '../_shared/clusters-of.ts';
import { targetStorage } from '../_shared/disks.ts';
import { required } from '../_shared/environment.ts';
import { memberOf } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { deployedRoutes } from '../_shared/routes.ts';

/** What a check of a clone asks, as the role that runs take in the target. */
export function checkTools(): CheckCloneTools {
  const key = process.env.KUBEFERRY_EVIDENCE_KEY;
  return {
    routes: deployedRoutes(),
    store: s3ObjectStore({ bucket: required('KUBEFERRY_BUCKET') }),
    now: () => new Date(),
    newId: randomUUID,
    sleep,
    signer: key ? kmsSigner(key) : undefined,
    target: async (visit) => {
      const session = await memberOf(visit, 'target');
      return {
        clusters: clustersOf(visit, 'target', session),
        storage: targetStorage(visit, session),
        open: () => openCluster(visit, 'target'),
      };
    },
  };
}
