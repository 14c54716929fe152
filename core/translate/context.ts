import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import type { Expressions } from './own/expressions.ts';
import type { Rule } from './rule.ts';
import type { OutsideRow } from './tables/outside/row.ts';
import type { ReferenceRow } from './tables/references/row.ts';

export type Cloud = 'aws' | 'azure';

/** What the rules know of a cluster; collected before they run, so that rules stay pure. */
export interface ClusterFacts {
  /** Whose disks, load balancers, identities and node labels its objects name; `aws` when left out. */
  cloud?: Cloud;
  cluster: string;
  account: string;
  /** Of AWS, or the location of Azure where its nodes are. */
  region: string;
  /** Of Azure, where the disks of a cluster of AKS are. */
  subscription?: string;
  /** Names of the availability zones where nodes can run. */
  zones: string[];
  /** Kubernetes minor version, such as `1.36`. */
  version: string;
  /** Node ports that Services may have (both ends included); Kubernetes's own, 30000 to 32767, when left out. */
  nodePorts?: { min: number; max: number };
  /** Empty when unknown: rules that need it then stay silent. */
  served: ServedResource[];
  storageClasses: KubeObject[];
  /** CSI drivers installed (CSIDriver names). */
  drivers: string[];
  /** Service accounts, `namespace/name`, that get a role by a pod identity association; known where a route can make clusters. */
  podIdentities?: string[];
  /** True when the run makes the cluster, so that nobody else's node pools are in it. */
  madeByRun?: boolean;
  /** Labels that nodes carry, to check node selectors; empty when unknown. */
  nodeLabels: Record<string, string>[];
  /** Names of objects of cluster scope that are there already: `PriorityClass/high`, `IngressClass/alb`. */
  present: string[];
  /** Source claims that are in the target already and keep their data (onConflict: skip, update) -> EBS volume there, or ''. */
  keptClaims?: Record<string, string>;
  /** What makes network policies effective in the cluster; absent when nobody looked, or nothing was found. */
  networkPolicy?: NetworkPolicyFacts;
}

/** The component that enforces network policies, and whether it is switched on. */
export interface NetworkPolicyFacts {
  by: 'Amazon VPC CNI' | 'EKS Auto Mode' | 'Calico' | 'Cilium' | 'Azure Network Policy Manager';
  on: boolean;
}

export type Profile = 'clone' | 'migrate';

/** The request's `mappings`: everything that differs between the two homes and is the user's to say. */
export interface Mappings {
  /** Source namespace -> target namespace. */
  namespaces: Record<string, string>;
  /** Source class -> target class. */
  storageClasses: Record<string, string>;
  /** Image prefix -> image prefix; the longest match wins. */
  images: Record<string, string>;
  /** IAM role ARN -> IAM role ARN. */
  roles: Record<string, string>;
  /** Host name (Ingress, Gateway routes) -> host name; `*.old.example` maps suffixes. */
  hosts: Record<string, string>;
  /** Certificate, subnet, security group, WAF ids and ARNs -> their counterparts in the target. */
  arns: Record<string, string>;
  /** Zone -> zone. */
  zones: Record<string, string>;
}

export const NO_MAPPINGS: Mappings = {
  namespaces: {},
  storageClasses: {},
  images: {},
  roles: {},
  hosts: {},
  arns: {},
  zones: {},
};

/** The copied volume that stands in for a source claim's volume. */
export interface TargetVolume {
  volumeId: string;
  zone: string;
  sizeGiB: number;
  /** It is larger than the source's, as the request says. */
  grown?: true;
  /** Its own file system, where it is not that of the source. */
  fsType?: string;
  /** It is the very volume of the source. */
  handedOver?: true;
}

/** Light facts about all exported objects, made in one pass before the rules run; never whole objects. */
export interface SourceIndex {
  /** Managed disks of Azure are volumes of its own, which a run can copy: of a cluster of AKS. */
  cloud?: 'azure';
  /** uid -> `apiVersion kind namespace/name` of every exported object. */
  uids: Record<string, string>;
  /** Source namespaces that are copied; absent offline, and from records of earlier versions. */
  namespaces?: string[];
  /** `namespace/name` of all Services. Absent from records of earlier versions. */
  services?: string[];
  /** `namespace/name` of Services that have a selector. */
  servicesWithSelector: string[];
  /** PV name -> claim `namespace/name`. */
  claimOfVolume: Record<string, string>;
  /** Exported claim `namespace/name` that has a volume -> facts of that volume. */
  claims: Record<string, ClaimFacts>;
  /** Storage class of the source -> its provisioner. */
  classDriver: Record<string, string>;
  /** PV name -> facts of a volume whose claim has not come by. */
  waiting: Record<string, VolumeOfClaim>;
  /** Service accounts that take an IAM role by their annotation. Absent from records of earlier versions. */
  roleAccounts?: { namespace: string; name: string; role: string }[];
  /** Workloads that stand at zero for a cut-over, and of which run. Absent from records of earlier versions. */
  cutOver?: { ref: ObjectRef; by: string }[];
  /** Workloads whose replicas an autoscaler sets, `Kind namespace/name`. Absent from records of earlier versions. */
  scaled?: string[];
  /** `group/Kind` -> Service `namespace/name` that converts its versions. Absent from records of earlier versions. */
  converted?: Record<string, string>;
  /** Resources of operators that make again what they do not own, `group/Kind namespace/name`. Absent from records of earlier versions. */
  operated?: string[];
  /** Workloads that are operators with a recipe, `group/Kind namespace/name`. Absent from records of earlier versions. */
  operators?: string[];
  /** Custom resource -> those that it needs, as the order names them. Absent from records of earlier versions. */
  needs?: Record<string, string[]>;
  /** `apiVersion Kind` that exported CustomResourceDefinitions serve. */
  customKinds: string[];
}

export interface VolumeOfClaim {
  driver: string;
  /** Volume handle without any `aws://zone/` prefix, in AKS the id of the managed disk; '' when the volume is neither. */
  volumeId: string;
  fsType?: string;
  /** Of a volume that is not on EBS, rounded up, as its PersistentVolume says; absent from records of earlier versions. */
  sizeGiB?: number;
  /** The run that has given its volume to another cluster, which has it still. */
  handedOverBy?: string;
}

export interface ClaimFacts extends VolumeOfClaim {
  volumeName: string;
  volumeMode: string;
  storageClass: string;
}

/** Everything that a rule may look at besides the object itself. */
export interface TranslationContext {
  profile: Profile;
  mappings: Mappings;
  source: ClusterFacts;
  target: ClusterFacts;
  /** Source claim `namespace/name` -> copied volume. A claim of a skipped volume is absent. */
  volumes: Record<string, TargetVolume>;
  /** Source claims whose data is not copied by request (`skip`): they get a fresh, empty volume. */
  skippedClaims: string[];
  /** Source claims that the target has already, and that keep their data there; none when left out. */
  keptClaims?: string[];
  index: SourceIndex;
  /** Whether workloads run in the target or wait until somebody starts them; `running` when left out. */
  start?: 'running' | 'scaled-down';
  /** Whether the clone may call nothing but itself and DNS. */
  isolate?: boolean;
  /** The rules of the run, where they are not all the built-in ones alone. */
  rules?: readonly Rule[];
  /** The expressions among them, evaluated before a shard is translated. */
  expressions?: Expressions;
  /** What acts outside, as the request says; before the table's own rows. */
  outside?: readonly OutsideRow[];
  /** Fields that name other objects, as the request says; besides the table's own rows. */
  references?: readonly ReferenceRow[];
}

export const cloudOf = ({ cloud = 'aws' }: Pick<ClusterFacts, 'cloud'>): Cloud => cloud;

/** Whether what is of one cloud alone has to become something of another one. */
export const isBetweenClouds = ({ source, target }: Pick<TranslationContext, 'source' | 'target'>) =>
  cloudOf(source) !== cloudOf(target);
