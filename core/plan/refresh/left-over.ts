import type { ObjectRef } from '../../../kube/kube-object.ts';
import type { Member } from './former.ts';
import { memberKey } from './members.ts';

/** What the former clones made and the new one does not apply. */
export function leftOversOf(members: ReadonlyMap<string, Member>, targets: readonly ObjectRef[]): Member[] {
  const applied = new Set(targets.map(memberKey));
  return [...members].filter(([key]) => !applied.has(key)).map(([, member]) => member);
}

/**
 * Objects of a namespace go, and volumes with their claims. Others of cluster scope stay, since somebody else may use
 * them by now (deleting a type deletes every object of it): they go with the clone itself.
 */
export const isPruned = ({ ref }: Pick<Member, 'ref'>) =>
  ref.namespace !== undefined || ref.kind === 'PersistentVolume';
