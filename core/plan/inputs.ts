import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { Finding } from '../../kube/finding.ts';
import type { ClusterFactory } from '../base/ports/cluster-factory.ts';
import type { ClusterInfo } from '../base/ports/clusters.ts';
import type { DriverRights } from '../base/ports/driver-rights.ts';
import type { ObjectStore } from '../base/ports/object-store.ts';
import type { KeyStore, VolumeStorage } from '../base/ports/volume-storage.ts';
import type { Request } from '../base/request/request.ts';
import type { Clone } from '../base/run/envelope.ts';
import type { ClusterFacts } from '../translate/context.ts';
import type { KeptCluster, NewClusterOf } from './cluster/new-cluster.ts';
import type { Invocation } from './export/export-so-far.ts';
import type { OpenRepository } from './origins/find-files.ts';
import type { HeldVolumes } from './origins/held-volumes.ts';
import type { BlockQuotas } from './pace/plan-pace.ts';
import type { Plan } from './plan.ts';

export interface PlanSide {
  api: ClusterApi;
  info: ClusterInfo;
  storage: VolumeStorage;
  keys: KeyStore;
  /** Only asked for in the target. */
  drivers?: DriverRights;
  /** Only asked for at the source. */
  openRepository?: OpenRepository;
}

/** An archived source: what was kept of a cluster, and snapshots of its volumes. */
export interface ArchivedSide extends Pick<PlanSide, 'api' | 'storage' | 'keys' | 'openRepository'> {
  facts: ClusterFacts;
  held: HeldVolumes;
  /** What is to be said of what was kept. */
  findings?: Finding[];
}

/** A target whose cluster the run is going to make. */
export interface PlannedSide extends Pick<PlanSide, 'storage' | 'keys'> {
  drivers?: never;
  planned: { plan: NewClusterOf; findings: Finding[] };
}

/** Of the target account. */
export type NewClusterFactory = Pick<ClusterFactory, 'addonAccounts' | 'roles' | 'trustPolicy' | 'podIdentities'>;

export interface PlanInputs {
  clone: Clone;
  request: Request;
  store: ObjectStore;
  source: PlanSide | ArchivedSide;
  target: PlanSide | PlannedSide;
  /** The cluster that the run has made meanwhile: part of its plan to the end. */
  made?: KeptCluster | undefined;
  /** The plan that the run is bound to, which is made again. */
  before?: Plan | undefined;
  /** 32 random bytes, for the first plan of an installation. */
  newKey(): Uint8Array;
  /** What the accounts may do of the EBS direct APIs. */
  blockQuotas(): Promise<BlockQuotas>;
  /** Left out, the export of the plan comes to its end or fails. */
  invocation?: Invocation | undefined;
  /** Where the route may make its target in EKS. */
  factory?: NewClusterFactory | undefined;
}
