import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import {
  type Claim,
  type Node,
  type PersistentVolume,
  type Pod,
  RESOURCES,
  type StorageClass,
  type VolumeAttachment,
} from './objects.ts';

/** What the driver sees of its cluster in one pass; only what is its own. */
export interface View {
  /** Its classes, by name. */
  classes: Map<string, StorageClass>;
  claims: Claim[];
  /** Its volumes, by name. */
  volumes: Map<string, PersistentVolume>;
  attachments: VolumeAttachment[];
  /** `volume node` of everything attached, and names of the volumes that must be: of any EBS driver. */
  attached: Set<string>;
  needsAttachment: Set<string>;
  /** Empty when there is neither a claim nor an attachment: then nobody asks for them. */
  pods: Pod[];
  nodes: Map<string, Node>;
}

/** Claims are read before volumes: a volume may be missing in the view, but never its older claim. */
export async function look(api: ClusterApi, driver: string): Promise<View> {
  const [claims, classes, attachments] = await Promise.all([
    all<Claim>(api, RESOURCES.claims),
    all<StorageClass>(api, RESOURCES.classes),
    all<VolumeAttachment>(api, RESOURCES.attachments),
  ]);
  const ours = attachments.filter(({ spec }) => spec.attacher === driver);
  const busy = claims.length > 0 || ours.length > 0;
  const [volumes, pods, nodes] = await Promise.all([
    all<PersistentVolume>(api, RESOURCES.volumes),
    busy ? all<Pod>(api, RESOURCES.pods) : [],
    busy ? all<Node>(api, RESOURCES.nodes) : [],
  ]);
  return {
    classes: byName(classes.filter(({ provisioner }) => provisioner === driver)),
    claims,
    volumes: byName(volumes.filter(({ spec }) => spec.csi?.driver === driver)),
    attachments: ours,
    attached: new Set(
      attachments
        .filter(({ status }) => status?.attached)
        .map(({ spec }) => `${spec.source.persistentVolumeName} ${spec.nodeName}`),
    ),
    needsAttachment: new Set(
      volumes.filter(({ spec }) => spec.csi?.driver.startsWith('ebs.csi.')).map(({ metadata }) => metadata.name),
    ),
    pods,
    nodes: byName(nodes),
  };
}

async function all<T>(api: ClusterApi, resource: ServedResource): Promise<T[]> {
  const objects: unknown[] = [];
  for await (const page of api.list(resource)) objects.push(...page);
  return objects as T[];
}

function byName<T extends { metadata: { name: string } }>(objects: T[]): Map<string, T> {
  return new Map(objects.map((object) => [object.metadata.name, object]));
}
