import type { Clone } from '../clone/envelope.ts';
import type { Request } from '../clone/request.ts';
import type { ClusterPlan } from '../cluster/plan-cluster.ts';
import type { Finding } from '../manifests/finding.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';
import type { ClusterFactory } from '../ports/cluster-factory.ts';
import type { ClusterInfo } from '../ports/clusters.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { KeyStore, VolumeStorage } from '../ports/volume-storage.ts';

export interface PlanSide {
  api: ClusterApi;
  info: ClusterInfo;
  storage: VolumeStorage;
  keys: KeyStore;
}

/** A target whose cluster the run is going to make. */
export interface PlannedSide extends Pick<PlanSide, 'storage' | 'keys'> {
  planned: { plan: ClusterPlan; findings: Finding[] };
}

/** Of the target account. */
export type NewClusterFactory = Pick<ClusterFactory, 'addonAccounts' | 'roles' | 'trustPolicy' | 'podIdentities'>;

export interface PlanInputs {
  clone: Clone;
  request: Request;
  store: ObjectStore;
  source: PlanSide;
  target: PlanSide | PlannedSide;
  /** The cluster that the run has made meanwhile: part of its plan to the end. */
  made?: ClusterPlan | undefined;
  /** 32 random bytes, for the first plan of an installation. */
  newKey(): Uint8Array;
  /** Where the route may make its target. */
  factory?: NewClusterFactory | undefined;
}
