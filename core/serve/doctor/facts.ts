import type { ClusterInfo } from '../../base/ports/clusters.ts';
import type { Concurrency } from '../../base/ports/concurrency.ts';
import type { Usage } from '../../base/ports/quotas.ts';
import type { Trial } from '../../base/ports/rights.ts';
import type { Key } from '../../base/ports/volume-storage.ts';
import type { KeyUse } from '../../plan/keys/examine-key.ts';
import type { Fact } from './fact.ts';
import type { BackupsSeen } from './look-at-backups.ts';
import type { RepositorySeen } from './look-at-repositories.ts';

export type Side = 'source' | 'target';
export const SIDES = ['source', 'target'] as const;

/** What a cluster's own API says. */
export interface Inside {
  storageClasses: { name: string; isDefault: boolean; provisioner: string; kmsKeyId?: string }[];
  /** Names of CSIDriver objects. */
  drivers: string[];
  /** Of a source whose volumes may be handed over: whether RBAC lets runs do that. */
  handOver?: Trial;
}

/** One quota as Service Quotas knows it. */
export interface Quota {
  name: string;
  code: string;
  value: number;
  /** What AWS gives everybody, since no value was applied to the account. */
  isDefault?: true;
}

export interface EndFacts {
  /** ARN of the session of the member's role. */
  role: Fact<string>;
  /** The version that the member stack says of itself; undefined for a stack that has no such output. */
  version: Fact<string | undefined>;
  cluster: Fact<ClusterInfo>;
  /** Entering as a run does, and leaving again. */
  entry: Fact<void>;
  inside: Fact<Inside>;
  rights: Fact<Trial[]>;
}

export type KeyFact = Fact<{ arn: string; use: KeyUse }>;

/** A storage class of the target that names a key. */
export interface ClassKey {
  name: string;
  /** As the class has it. */
  key: string;
  use: KeyFact;
}

export interface RouteFacts {
  source: EndFacts;
  target: EndFacts & {
    key: Fact<Key>;
    keyUse: KeyFact;
    classKeys: Fact<ClassKey[]>;
    quotas: Fact<Quota[]>;
    usage: Fact<Usage>;
  };
  /** Of a route that begins at backups. */
  backups?: Fact<BackupsSeen>;
  /** Those that the route names for claims. */
  repositories?: RepositorySeen[];
  /** Version of the member stacks that this hub was deployed with. */
  versions: Record<Side, string>;
  /** Of a route in a stack of its own: which one, and with which version of the hub it was deployed. */
  routeStack?: { name: string; hub: string; version: Fact<string | undefined> };
  concurrency: Fact<Concurrency>;
  /** Messages in the queue of times that no run could be started for. */
  undelivered: Fact<number>;
  /** Clones of the route that outlived their time. */
  expired: Fact<{ cloneId: string; expiresAt: string }[]>;
}
