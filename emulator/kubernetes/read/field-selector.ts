import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { badRequest } from '../errors/status.ts';

/** Fields besides metadata.name and metadata.namespace that a kind can be selected by. */
const SELECTABLE: Record<string, string[]> = {
  '/pods': [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  '/namespaces': ['status.phase'],
  '/nodes': ['spec.unschedulable'],
  '/secrets': ['type'],
  '/services': ['spec.clusterIP', 'spec.type'],
  '/events': [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  'batch/jobs': ['status.successful'],
  'apps/replicasets': ['status.replicas'],
  '/replicationcontrollers': ['status.replicas'],
};

/** Parses a `fieldSelector` parameter such as `metadata.name=x,status.phase!=Running`. Throws 400. */
export function parseFieldSelector(text: string, type: ResourceType): (object: KubeObject) => boolean {
  const allowed = ['metadata.name', 'metadata.namespace', ...(SELECTABLE[type.storage] ?? [])];
  const tests = text.split(',').map((part) => {
    const [, field, operator, value] = /^\s*([^=!\s]+)\s*(==|=|!=)\s*(\S*)\s*$/.exec(part) ?? [];
    if (!field) throw badRequest(`invalid field selector: "${text}"; can't understand '${part}'`);
    if (!allowed.includes(field)) throw badRequest(`field label not supported: ${field}`);
    return (object: KubeObject) => (valueAt(object, field) === value) === (operator !== '!=');
  });
  return (object) => tests.every((test) => test(object));
}

function valueAt(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  return value === undefined || value === null ? '' : String(value);
}
