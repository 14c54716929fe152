import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { parseLabelSelector } from '../labels/label-selector.ts';
import { parseFieldSelector } from './field-selector.ts';

export type Selection = (object: KubeObject) => boolean;

/** Which objects a list, watch or deletecollection is about; undefined when all. */
export function selectionOf(query: URLSearchParams, type: ResourceType): Selection | undefined {
  const labels = query.get('labelSelector');
  const fields = query.get('fieldSelector');
  if (!labels && !fields) return undefined;
  const byLabel = labels ? parseLabelSelector(labels) : () => true;
  const byField = fields ? parseFieldSelector(fields, type) : () => true;
  return (object) => byLabel(object.metadata.labels ?? {}) && byField(object);
}
