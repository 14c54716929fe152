import type { Registry } from '../discovery/registry.ts';
import type { Allocations } from './allocations.ts';
import type { Store } from './store.ts';

/** Everything that one API server knows. */
export interface ClusterState {
  store: Store;
  registry: Registry;
  allocations: Allocations;
  /** PEM of the certificate authority, published in each namespace. */
  certificateAuthority: string;
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
