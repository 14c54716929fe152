import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Registry } from '../discovery/registry.ts';
import type { Allocations } from './allocations.ts';
import type { Store } from './store.ts';

/** How the only container of a Job's pod ends: by itself, never, or not even with its image there. */
export type JobEnd = { exitCode: number } | 'runs on' | 'no image';
export type JobHandler = (pod: KubeObject) => JobEnd;

/** Everything that one API server knows. */
export interface ClusterState {
  store: Store;
  registry: Registry;
  allocations: Allocations;
  /** PEM of the certificate authority, published in each namespace. */
  certificateAuthority: string;
  /** What becomes of the pods of Jobs; each succeeds at once when left out. */
  endOf?: JobHandler;
  /** RFC 3339 without fractions, as metav1.Time has it. */
  now(): string;
}

export interface WriteOptions {
  /** Field manager. */
  manager: string;
  dryRun: boolean;
  /** What counts as the writer's: an apply replaces its own entry by itself. */
  operation: 'Apply' | 'Update';
  subresource?: string;
}
