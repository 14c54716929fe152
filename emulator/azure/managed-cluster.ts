import type { ManagedClusterBody } from './managed-cluster-input.ts';

export interface ManagedCluster {
  /** `/subscriptions/…/providers/Microsoft.ContainerService/managedClusters/NAME`. */
  id: string;
  /** What users get. */
  kubeconfig(): string;
  /** The rest of its ManagedCluster, as Resource Manager says it. */
  described: object;
}

export interface Conditions {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
}

/** What an operation comes to in the end, long after it was accepted. */
export interface Failure {
  code: string;
  message: string;
}

/** A control plane that runs behind a cluster. */
export interface ControlPlane {
  kubeconfig(): string;
  stop(): Promise<void>;
}

/** One that somebody made here. */
export interface Made extends ManagedCluster {
  body: ManagedClusterBody;
  eTag: string;
  /** That it had when it was made. */
  firstTag: string;
  readyAt: number;
  goneAt?: number;
  failure?: Failure | undefined;
  plane?: ControlPlane;
  started: Promise<void>;
}
