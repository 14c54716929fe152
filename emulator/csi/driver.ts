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

import { attachAsOrdered } from './attach.ts';
import { detachAsOrdered } from './detach.ts';
import { eventRecorder } from './events.ts';
import { orderAttachments } from './order-attachments.ts';
import type { EbsCsiDriverOptions, Pass } from './pass.ts';
import { type Passes, startPasses } from './passes.ts';
import { patience } from './patience.ts';
import { provision } from './provision.ts';
import { reclaim } from './reclaim.ts';
import { look } from './view.ts';

export type EbsCsiDriver = Passes;

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
