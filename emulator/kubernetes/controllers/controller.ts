import type { ClusterState } from '../store/cluster-state.ts';
import type { StoreEvent } from '../store/history.ts';

/** Says which keys an event makes a controller look at again. */
type KeysOf = (event: StoreEvent, state: ClusterState) => string[];

/**
 * One control loop. `reconcile` gets a key (mostly `namespace/name`) and brings the store nearer to what is wanted;
 * it may answer in how many milliseconds to look again.
 */
export interface Controller {
  name: string;
  watches: Record<string, KeysOf>;
  reconcile(key: string, state: ClusterState): number | undefined;
}

/** `namespace/name` of the object of an event. */
export function ownKey({ object }: StoreEvent): string[] {
  return [keyOf(object.metadata.namespace, object.metadata.name)];
}

export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

export function parseKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Keys of the controlling owner of the event's object, when it is of that kind. */
export function ownerKey(kind: string): KeysOf {
  return ({ object, previous }) => {
    const owners = [object, previous].flatMap((one) => one?.metadata.ownerReferences ?? []);
    const found = owners.filter((owner) => owner.controller && owner.kind === kind);
    return [...new Set(found.map((owner) => keyOf(object.metadata.namespace, owner.name)))];
  };
}
