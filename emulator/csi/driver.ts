/**
 * The EBS CSI driver, played: the driver with its external-provisioner and external-attacher, and the part of the
 * attach-detach controller that orders attachments. It works on any cluster's API (in-process or real) and on any EC2.
 *
 * Each pass looks at the cluster once, and then
 * 1. provisions claims of its classes,
 * 2. orders attachments for scheduled pods, and ends those that no pod uses,
 * 3. attaches and detaches as ordered, or refuses with EC2's sentence,
 * 4. deletes volumes that were released.
 * What it holds in memory is only patience with what failed; everything else is in the cluster and in EC2.
 */

import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { Clock } from '../../time/clock.ts';
import { attachAsOrdered } from './attach.ts';
import { detachAsOrdered } from './detach.ts';
import type { EbsForCsi } from './ebs-for-csi.ts';
import { eventRecorder, type Recorder } from './events.ts';
import { orderAttachments } from './order-attachments.ts';
import { type Passes, startPasses } from './passes.ts';
import { type Patience, patience } from './patience.ts';
import { provision } from './provision.ts';
import { reclaim } from './reclaim.ts';
import { look, type View } from './view.ts';

export type EbsDriverName = 'ebs.csi.aws.com' | 'ebs.csi.eks.amazonaws.com';

export interface EbsCsiDriverOptions {
  /** As administrator. */
  api: ClusterApi;
  /** The community driver, or the one of EKS Auto Mode. */
  driver: EbsDriverName;
  clusterName: string;
  ec2: EbsForCsi;
  /** For times in objects. Passes follow each other in real time, whatever its speed. */
  clock: Clock;
}

export type EbsCsiDriver = Passes;

/** What each part of a pass gets. */
export interface Pass extends EbsCsiDriverOptions {
  view: View;
  events: Recorder;
  patience: Patience;
  /** Volumes that EC2 is still making, or whose object could not be written yet: PV name -> volume id. */
  beingCreated: Map<string, string>;
}

/** Starts the driver; the first pass also registers its CSIDriver object. */
export function startEbsCsiDriver(options: EbsCsiDriverOptions): EbsCsiDriver {
  const tools = {
    events: eventRecorder(options.api, options.clock, options.driver),
    patience: patience(),
    beingCreated: new Map<string, string>(),
  };
  let registered = false;
  return startPasses(async () => {
    if (!registered) await register(options);
    registered = true;
    return work({ ...options, ...tools, view: await look(options.api, options.driver) });
  });
}

/** Number of things changed, in the cluster or in EC2. */
async function work(pass: Pass): Promise<number> {
  let changes = 0;
  for (const part of [provision, orderAttachments, attachAsOrdered, detachAsOrdered, reclaim])
    changes += await part(pass);
  return changes;
}

async function register({ api, driver }: EbsCsiDriverOptions): Promise<void> {
  const spec = { attachRequired: true, podInfoOnMount: false, fsGroupPolicy: 'ReadWriteOnceWithFSType' };
  const object = { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: driver }, spec };
  await api.create(object, { manager: driver });
}
