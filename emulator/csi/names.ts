import { createHash } from 'node:crypto';
import type { Node } from './objects.ts';

/** Name of the order to attach: the attach-detach controller's own (pkg/volume/csi/csi_attacher.go, getAttachmentName). */
export function attachmentName(volumeHandle: string, driver: string, nodeName: string): string {
  return `csi-${createHash('sha256')
    .update(volumeHandle + driver + nodeName)
    .digest('hex')}`;
}

/** EC2 instance of a node: from the driver's own annotation, or from `aws:///ZONE/i-…`. */
export function instanceOf(node: Node, driver: string): string | undefined {
  const ids = node.metadata.annotations?.['csi.volume.kubernetes.io/nodeid'];
  const own = ids ? (JSON.parse(ids) as Record<string, string>)[driver] : undefined;
  return own ?? /^aws:\/\/\/?[^/]+\/(i-[^/]+)$/.exec(node.spec?.providerID ?? '')?.[1];
}

export const ZONE_LABEL = 'topology.kubernetes.io/zone';

export function zoneOf(node: Node): string | undefined {
  return node.metadata.labels?.[ZONE_LABEL];
}

/** The external-attacher's finalizer, such as `external-attacher/ebs-csi-aws-com`. */
export function attacherFinalizer(driver: string): string {
  return `external-attacher/${driver.replaceAll('.', '-')}`;
}

/** Set by external-provisioner on what it made, so that the volume goes before its object does. */
export const PROVISIONER_FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer';
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/**
 * On a pod whose volumes are all attached. The kubelet waits for that by itself; a fake kubelet can wait for this
 * annotation, so that a pod with a volume that cannot be attached never becomes ready.
 */
export const VOLUMES_ATTACHED = 'csi.kubeferry.test/volumes-attached';
