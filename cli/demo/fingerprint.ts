import { createHash } from 'node:crypto';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import type { BlockDevices } from './block-devices.ts';

/** What a cluster writes for itself all the time, whoever uses it. */
const RESTLESS = ['Event', 'Lease', 'Node', 'CSINode', 'VolumeAttachment', 'ComponentStatus', 'APIService'];
/** Metadata that people and tools write; the rest is the server's book-keeping. */
const WRITTEN = ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'uid'];

/** Reference -> digest of everything that somebody wrote into the object: two equal maps mean an unchanged cluster. */
export async function fingerprintCluster(api: ClusterApi): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const { resources } = await api.discover();
  const kinds = Map.groupBy(resources, (resource) => resource.resource + resource.apiVersion.split('/')[0]);
  for (const [resource] of kinds.values()) {
    if (!resource?.verbs.includes('list') || RESTLESS.includes(resource.kind)) continue;
    for await (const page of api.list(resource as ServedResource)) {
      for (const object of page) if (!isGenerated(object)) digests.set(refText(refOf(object)), digestOf(object));
    }
  }
  return digests;
}

/** Bytes of the volumes: volume id -> digest over its written blocks. */
export function fingerprintVolumes(devices: BlockDevices, volumeIds: Iterable<string>): Map<string, string> {
  return new Map([...volumeIds].map((id) => [id, digestOfBlocks(devices, id)]));
}

export function sameMaps(a: Map<string, string>, b: Map<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

/**
 * Owned objects come and go with their owners' life: the owner tells whether anything changed. Endpoints follow the pods
 * of a Service in the same way, and say so with a label instead.
 */
export const isGenerated = ({ metadata }: KubeObject) =>
  (metadata.ownerReferences ?? []).some((owner) => owner.controller) ||
  metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller';

function digestOf(object: KubeObject): string {
  const { status: _, metadata, ...content } = object;
  const written = Object.fromEntries(Object.entries(metadata).filter(([field]) => WRITTEN.includes(field)));
  return createHash('sha256').update(JSON.stringify({ content, written })).digest('hex');
}

function digestOfBlocks(devices: BlockDevices, id: string): string {
  const hash = createHash('sha256');
  const blocks = devices.blocksOf(id);
  for (const index of [...blocks.keys()].toSorted((a, b) => a - b)) hash.update(`${index}:`).update(blocks.get(index)!);
  return hash.digest('hex');
}
