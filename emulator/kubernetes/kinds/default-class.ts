import type { ClusterState } from '../store/cluster-state.ts';

const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** Name of the default StorageClass: the youngest one that is marked so. */
export function defaultClass(state: ClusterState): string | undefined {
  const classes = state.store.list('storage.k8s.io/storageclasses');
  const marked = classes.filter((one) => one.metadata.annotations?.[DEFAULT] === 'true');
  const age = (index: number) => String(marked[index]!.metadata.creationTimestamp);
  return [...marked.keys()].sort((one, other) => age(other).localeCompare(age(one))).map((index) => marked[index]!)[0]
    ?.metadata.name;
}
