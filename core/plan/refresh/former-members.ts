import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { clonesOf } from './clone-of-namespace.ts';
import { findFormerClones } from './find-former.ts';
import type { Member } from './former.ts';

/**
 * What a refresh of these namespaces of the target could take the place of, by `memberKey`: what the clones made that are
 * noted for them, where this route may refresh those. Volumes are not looked at.
 */
export async function findFormerMembers(
  store: ObjectStore,
  clone: Clone,
  targetNamespaces: string[],
): Promise<ReadonlyMap<string, Member>> {
  const residents = await clonesOf(store, clone.route.target, targetNamespaces);
  return (await findFormerClones(store, clone, new Map(), new Map(), residents)).members;
}
