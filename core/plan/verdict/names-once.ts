import type { ClusterApi } from '../../../kube/cluster-api.ts';

/** The same cluster, which is asked for the names of one kind in one place once, however many objects of it are looked up. */
export function namesOnce(api: ClusterApi): ClusterApi {
  const known = new Map<string, ReturnType<ClusterApi['names']>>();
  return {
    ...api,
    names: ({ apiVersion, kind, namespace }) => {
      const key = `${apiVersion} ${kind} ${namespace ?? ''}`;
      const names = known.get(key) ?? api.names({ apiVersion, kind, ...(namespace ? { namespace } : {}) });
      known.set(key, names);
      return names;
    },
  };
}
