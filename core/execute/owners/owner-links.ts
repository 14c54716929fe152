import { type KubeObject, type ObjectRef, type OwnerReference, refOf } from '../../../kube/kube-object.ts';
import { mayBeMadeAnew } from '../../plan/refresh/unchangeable.ts';
import { kindKey } from '../../translate/pod-templates.ts';
import { operatedOwner } from '../../translate/recipes/recipes.ts';
import { dropOwnedObjects } from '../../translate/rules/drop-owned-objects.ts';
import type { Translation } from '../../translate/translation.ts';
import { type Wave, type WaveOptions, waveOf } from '../../translate/waves.ts';

/** An owner that is copied, as the target has it; or why the object stays without it. */
export type LinkedOwner = Pick<OwnerReference, 'controller' | 'blockOwnerDeletion'> & { ref: ObjectRef; why?: string };

/** An object of the target that is given its owners once they are there. */
export interface OwnerLink {
  ref: ObjectRef;
  owners: LinkedOwner[];
}

type Place = Pick<Wave, 'stage' | 'wave'>;

/**
 * Collects, from the translations of one pass over an export, which objects lost the reference to an owner by
 * `drop-owned-objects`, and what that owner is called in the target. Uids of the source are a key here and nothing else: none of
 * them is ever written.
 */
export class OwnerLinks {
  readonly #applied = new Map<string, ObjectRef>();
  readonly #parted: { ref: ObjectRef; owners: OwnerReference[] }[] = [];

  add(source: KubeObject, { object, changes }: Pick<Translation, 'object' | 'changes'>): void {
    if (!object) return;
    const ref = refOf(object);
    if (source.metadata.uid) this.#applied.set(source.metadata.uid, ref);
    const parting = changes.find(({ rule, path }) => rule === dropOwnedObjects.name && path === AT);
    const owners = parting?.before as OwnerReference[] | undefined;
    if (owners?.length) this.#parted.push({ ref, owners });
  }

  /** By the first wave after which an object and all its owners are there. */
  byWave(options: WaveOptions): { place: Place; links: OwnerLink[] }[] {
    const found = new Map<string, { place: Place; links: OwnerLink[] }>();
    for (const { ref, owners } of this.#parted) {
      const link = { ref, owners: owners.map((owner) => this.#linked(ref, owner, options)) };
      const places = [ref, ...link.owners.flatMap((owner) => (owner.why ? [] : owner.ref))];
      const place = places.map((each) => waveOf(each, options)).reduce((a, b) => (b.wave > a.wave ? b : a));
      const group = found.get(place.wave) ?? { place, links: [] };
      group.links.push(link);
      found.set(place.wave, group);
    }
    return [...found.values()];
  }

  #linked(ref: ObjectRef, owner: OwnerReference, options: WaveOptions): LinkedOwner {
    const { apiVersion, kind, name, uid, controller, blockOwnerDeletion } = owner;
    const kept = {
      ...(controller === undefined ? {} : { controller }),
      ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
    };
    const to = this.#applied.get(uid);
    if (!to) return { ...kept, ref: { apiVersion, kind, name }, why: 'it is not part of the clone' };
    const why = whyNot(ref, to, options);
    return { ...kept, ref: to, ...(why ? { why } : {}) };
  }
}

/** What a refresh deletes before it applies anything of the workload. */
const SWAPPED = ['/PersistentVolumeClaim', '/PersistentVolume', '/Pod'];

const AT = '/metadata/ownerReferences';

/**
 * An owner is of the same namespace or of cluster scope
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/). What a refresh may delete to make it
 * again deletes what is its as well, unless that was applied before, and so without the reference.
 */
function whyNot(ref: ObjectRef, owner: ObjectRef, options: WaveOptions): string | undefined {
  if (owner.namespace !== undefined && owner.namespace !== ref.namespace)
    return 'it is in another namespace, where the garbage collector never finds it';
  if (kindKey(ref) === '/PersistentVolumeClaim' && operatedOwner(owner)?.claims?.by === 'orphans')
    return 'its operator takes over claims without an owner, and passes over those that have one';
  if (SWAPPED.includes(kindKey(owner)))
    return 'a refresh puts another one in its place, with which the object would be deleted';
  if (mayBeMadeAnew(owner) && waveOf(owner, options).wave <= waveOf(ref, options).wave)
    return 'a refresh may delete it to make it again, with which the object would be deleted';
  return undefined;
}
