import { groupOf, type KubeObject } from '../../kube/kube-object.ts';
import { memo } from '../../kube/memo.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import { isSystemNamespace } from '../../kube/system.ts';
import { parseLabelSelector } from '../base/request/label-selector.ts';
import { workloadNamed } from '../base/request/workload-name.ts';
import { kindKey } from './pod-templates.ts';
import { isFleeting } from './tables/never-exported.ts';

/** Which part of a source cluster is copied, as a request says it. */
export interface Selection {
  /** All but the system's when empty. */
  namespaces: string[];
  labelSelector?: string | undefined;
  /** `Kind` or `Kind.group`. */
  includeKinds?: string[] | undefined;
  excludeKinds?: string[] | undefined;
  objects?: { kind: string; namespace?: string | undefined; name: string }[] | undefined;
  /** `Kind/namespace/name`: before an export has found what is copied with it, only itself is selected. */
  workload?: string | undefined;
}

/** The namespace that an object is in, or is itself; undefined for anything else of cluster scope. */
export const homeOf = (object: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>) =>
  kindKey(object) === '/Namespace' ? object.metadata.name : object.metadata.namespace;

/** Whether a namespaced object is selected; every condition that is given must hold. */
export function isSelected(object: KubeObject, selection: Selection): boolean {
  const { namespaces, labelSelector, includeKinds, excludeKinds, objects, workload } = selection;
  const { namespace = '', labels = {} } = object.metadata;
  if (namespaces.length > 0 ? !namespaces.includes(namespace) : isSystemNamespace(namespace)) return false;
  if (includeKinds && includeKinds.length > 0 && !includeKinds.some((kind) => isCalled(object, kind))) return false;
  if (excludeKinds?.some((kind) => isCalled(object, kind))) return false;
  if (objects && objects.length > 0 && !objects.some((wanted) => isObject(object, wanted))) return false;
  if (workload && !isWorkload(object, workload)) return false;
  return !labelSelector || selectorOf(selection)(labels);
}

/** Whether an object of the kind may be selected at all. */
export function isSelectedKind(
  kind: Pick<ServedResource, 'apiVersion' | 'kind'>,
  { includeKinds = [], excludeKinds = [], objects = [] }: Selection,
): boolean {
  if (includeKinds.length > 0 && !includeKinds.some((each) => isCalled(kind, each))) return false;
  if (objects.length > 0 && !objects.some((each) => isCalled(kind, each.kind))) return false;
  return !excludeKinds.some((each) => isCalled(kind, each));
}

/** Whether a request means a kind by a text: `Kind`, or `Kind.group`. */
export function isCalled({ apiVersion, kind }: Pick<ServedResource, 'apiVersion' | 'kind'>, wanted: string): boolean {
  return wanted === kind || wanted === `${kind}.${groupOf(apiVersion)}`;
}

function isObject(object: KubeObject, wanted: NonNullable<Selection['objects']>[number]): boolean {
  const { name, namespace } = object.metadata;
  return isCalled(object, wanted.kind) && wanted.name === name && (wanted.namespace ?? namespace) === namespace;
}

function isWorkload(object: KubeObject, text: string): boolean {
  const named = workloadNamed(text);
  return named !== undefined && isObject(object, named);
}

const selectorOf = memo((selection: Selection) => parseLabelSelector(selection.labelSelector ?? ''));

/** Kinds that are not even listed: they describe the source at one moment, or cannot be read. */
export function isNeverListed(resource: ServedResource): boolean {
  return !resource.verbs.includes('list') || isFleeting(resource);
}
