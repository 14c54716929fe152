import type { KubeObject } from '../../../kube/kube-object.ts';
import type { FieldError } from '../errors/field-error.ts';
import type { ClusterState } from '../store/cluster-state.ts';

/**
 * What a kind does besides what all kinds do (Kubernetes' registry strategies and validation).
 * The functions may change `object`, which is a copy made for this request; `old` and the store they only read.
 */
export interface KindRules {
  /** `apps/deployments`. */
  storage: string;
  /** True when metadata.generation counts the changes of the desired state. */
  generation?: boolean;
  name?: 'subdomain' | 'label' | 'path';
  /** Fills in what the table of defaults cannot say. */
  complete?(object: KubeObject, state: ClusterState, old?: KubeObject): void;
  validate?(object: KubeObject, state: ClusterState): FieldError[];
  validateUpdate?(object: KubeObject, old: KubeObject): FieldError[];
  /** Takes addresses and ports; called last, and never for a dry run unless it leaves nothing taken. */
  allocate?(object: KubeObject, state: ClusterState, old: KubeObject | undefined, dryRun: boolean): FieldError[];
  release?(object: KubeObject, state: ClusterState): void;
}
