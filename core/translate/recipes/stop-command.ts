import type { OwnerReference } from '../../../kube/kube-object.ts';
import { operatedOwner } from './recipes.ts';

/** Commands that stop what an owner runs, and keep its data; undefined where none are known. */
export const stopCommand = (owner: OwnerReference, namespace = ''): string | undefined =>
  operatedOwner(owner)
    ?.stop?.replaceAll('NAMESPACE', namespace)
    .replaceAll(/\bNAME\b/g, owner.name);
