import type { ObjectRef } from '../../kube/kube-object.ts';

/** The PersistentVolumeClaim that is written `namespace/name`, as requests, plans and records name claims. */
export function claimRef(claim: string): ObjectRef {
  const [namespace = '', name = ''] = claim.split('/');
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
}
