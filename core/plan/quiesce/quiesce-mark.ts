import { annotationOf } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { CUT_OVER_BY, QUIESCED_BY } from '../../base/run/names.ts';
import { controllerOf, replicasOf, SCALABLE } from './scalable.ts';

/** Which run has a workload at zero for its snapshot, and from how many replicas. */
export interface QuiesceMark {
  by: string;
  replicas: number;
}

export const quiesceMark = ({ by, replicas }: QuiesceMark): string => `${by}/${replicas}`;

/**
 * Undefined of a workload that no run has at zero. A Deployment's annotations are copied to its ReplicaSets, which keep them
 * when it has them no more (kubernetes pkg/controller/deployment/util, `SetNewReplicaSetAnnotations`): theirs say nothing.
 */
export function quiesceMarkOf(object: KubeObject): QuiesceMark | undefined {
  if (!SCALABLE.includes(object.kind) || controllerOf(object)) return undefined;
  const [, by, replicas] = /^([0-9A-Za-z_-]+)\/(\d+)$/.exec(annotationOf(object, QUIESCED_BY) ?? '') ?? [];
  return by && replicas ? { by, replicas: Number(replicas) } : undefined;
}

/**
 * The workload as it is when nobody takes a snapshot: another run may have it at zero at this very moment, and a clone
 * without replicas is not what anybody asked for. The mark itself is of the source.
 */
export function asBeforeQuiesce(object: KubeObject): KubeObject {
  if (annotationOf(object, QUIESCED_BY) === undefined) return object;
  const mark = quiesceMarkOf(object);
  const { [QUIESCED_BY]: _, ...annotations } = object.metadata.annotations ?? {};
  const { annotations: __, ...metadata } = object.metadata;
  const isEmpty = Object.keys(annotations).length === 0;
  const unmarked = { ...object, metadata: isEmpty ? metadata : { ...metadata, annotations } };
  if (!mark || replicasOf(object) > 0) return unmarked;
  return { ...unmarked, spec: { ...(object.spec as object), replicas: mark.replicas } };
}

/** The run that has a workload at zero, or is about to, for its snapshot or its cut-over. */
export const heldBy = (object: KubeObject): string | undefined =>
  quiesceMarkOf(object)?.by ?? (controllerOf(object) ? undefined : annotationOf(object, CUT_OVER_BY));
