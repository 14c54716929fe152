import type { ClusterInfo, Clusters } from '../../../../core/base/ports/clusters.ts';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { type MemoryAccessEntry, memoryClusters } from '../../../memory/clusters.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { PUBLIC_NETWORK } from '../../../suites/public-network.ts';
import type { Gate } from './interleave.ts';

/** A store whose every call waits for its turn. */
export const gatedStore = (store: ObjectStore, gate: Gate): ObjectStore => ({
  ...store,
  get: (key) => gate('get', () => store.get(key)),
  getTagged: (key) => gate('read', () => store.getTagged(key)),
  put: (key, body) => gate('put', () => store.put(key, body)),
  putNew: (key, body) => gate('putNew', () => store.putNew(key, body), ifDone(body)),
  putIf: (key, body, etag) => gate('putIf', () => store.putIf(key, body, etag), ifDone(body)),
  delete: (key) => gate('delete', () => store.delete(key)),
  deleteIf: (key, etag) => gate('deleteIf', () => store.deleteIf(key, etag), ifDone('')),
});

const ifDone = (body: string) => (done: boolean) => (done ? `wrote ${body}` : undefined);

/** EKS whose every change waits for its turn. Nobody changes it but in a turn of its own, so a look may come with it. */
export const gatedClusters = (clusters: Clusters, gate: Gate): Clusters => ({
  ...clusters,
  createAccessEntry: (...given) => gate('create', () => clusters.createAccessEntry(...given)),
  associate: (...given) => gate('associate', () => clusters.associate(...given)),
  disassociate: (...given) => gate('disassociate', () => clusters.disassociate(...given)),
  deleteAccessEntry: (...given) => gate('delete entry', () => clusters.deleteAccessEntry(...given)),
});

/** What runs share, and how it looks. */
export function sharedWorld() {
  const objects = new Map<string, Uint8Array>();
  const entries = new Map<string, MemoryAccessEntry>();
  return {
    store: memoryObjectStore(objects),
    objects,
    clusters: memoryClusters([PROD], entries),
    entries,
    text: () =>
      JSON.stringify([
        [...objects].map(([key, body]) => [key, Buffer.from(body).toString('utf8')]),
        [...entries].map(([key, { policies }]) => [key, [...policies.values()]]),
      ]),
  };
}

export const PROD: ClusterInfo = {
  name: 'prod',
  arn: 'arn:aws:eks:us-east-1:222233334444:cluster/prod',
  status: 'ACTIVE',
  endpoint: 'https://x',
  certificateAuthority: '',
  version: '1.36',
  authenticationMode: 'API',
  network: PUBLIC_NETWORK,
  autoModeStorage: false,
};
