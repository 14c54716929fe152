import type { ServedResource } from '../../kube/served-resource.ts';
import type { Call } from './call.ts';
import { discoverVersion } from './discovery.ts';

export interface Kinds {
  /** The served resource of a kind; undefined when the server has none. One call for each new `group/version`. */
  find(apiVersion: string, kind: string): Promise<ServedResource | undefined>;
  learn(resources: ServedResource[]): void;
}

/** Remembers which URL a kind has. What is missing is asked for again, since a CRD may have come meanwhile. */
export function kinds(call: Call): Kinds {
  const known = new Map<string, ServedResource>();
  const asking = new Map<string, Promise<void>>();
  const key = (apiVersion: string, kind: string) => `${apiVersion} ${kind}`;
  const learn = (resources: ServedResource[]) => {
    for (const resource of resources) {
      const at = key(resource.apiVersion, resource.kind);
      if (!known.has(at)) known.set(at, resource);
    }
  };
  const ask = async (apiVersion: string) => {
    const running = asking.get(apiVersion) ?? discoverVersion(call, apiVersion).then((found) => learn(found ?? []));
    asking.set(apiVersion, running);
    await running.finally(() => asking.delete(apiVersion));
  };
  return {
    learn,
    find: async (apiVersion, kind) => {
      if (!known.has(key(apiVersion, kind))) await ask(apiVersion);
      return known.get(key(apiVersion, kind));
    },
  };
}
