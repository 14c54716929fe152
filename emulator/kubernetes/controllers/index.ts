import { claimBinder } from './claim-binder.ts';
import type { Controller } from './controller.ts';
import { daemonSetController } from './daemon-set.ts';
import { deploymentController } from './deployment.ts';
import { endpointsController } from './endpoints.ts';
import { ephemeralVolumeController } from './ephemeral-volume.ts';
import { definitionController } from './establish.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController } from './job.ts';
import { kubelet } from './kubelet.ts';
import { namespaceController } from './namespace.ts';
import { nodeController } from './node.ts';
import { claimProtection, volumeProtection } from './protection.ts';
import { replicaSetController } from './replica-set.ts';
import { scheduler } from './scheduler.ts';
import { statefulSetController } from './stateful-set.ts';
import { volumePhase } from './volume-phase.ts';

/** Every control loop of the cluster. */
export const CONTROLLERS: Controller[] = [
  namespaceController,
  definitionController,
  garbageCollector,
  nodeController,
  ephemeralVolumeController,
  claimBinder,
  volumePhase,
  claimProtection,
  volumeProtection,
  deploymentController,
  replicaSetController,
  statefulSetController,
  daemonSetController,
  jobController,
  scheduler,
  kubelet,
  endpointsController,
];
