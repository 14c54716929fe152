import { textAt } from '../../kube/fields.ts';
import { groupOf, type KubeObject } from '../../kube/kube-object.ts';
import { valuesAt } from './edit.ts';
import { mayHold } from './global-policies.ts';
import { grantedTypes } from './granted-types.ts';
import { referencesOf } from './graph/references-of.ts';
import { kindKey } from './pod-templates.ts';
import { accountsNamespace } from './subjects.ts';
import { REFERENCES } from './tables/references/references.ts';

/** A name of an object of cluster scope, as another object holds it. */
export interface ClusterReference {
  group: string;
  kind: string;
  name: string;
}

const CRD = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

/** Each exported object is asked for these. */
const WIDE = REFERENCES.filter(({ scope }) => scope === 'cluster');

/**
 * The objects of cluster scope that one object cannot live without. A CustomResourceDefinition is named `Kind.group`
 * here, since an object does not say the plural of its kind; built-in kinds simply have none.
 */
export function clusterScopeNeeds(object: KubeObject): ClusterReference[] {
  const wide = referencesOf(object, WIDE).flatMap(({ row, to }) => (to ? [{ row, to }] : []));
  const named = wide
    .filter(({ row, to }) => row.namespace === undefined || to.namespace === object.metadata.namespace)
    .map(({ to }) => referred(to));
  const kinds = [{ group: groupOf(object.apiVersion), kind: object.kind }, ...named].filter(
    ({ group }) => group !== '',
  );
  return [...named, ...kinds.map((each) => ({ ...CRD, name: `${each.kind}.${each.group}` }))];
}

const referred = ({ kind, name }: { kind: string; name: string }): ClusterReference => {
  const slash = kind.indexOf('/');
  return { group: kind.slice(0, slash), kind: kind.slice(slash + 1), name };
};

export interface Needs {
  /** Notes what one exported object needs; of a namespaced one also that its namespace is part of the export. */
  add(object: KubeObject): void;
  /** Whether an object of cluster scope belongs to what was added so far. */
  isNeeded(object: KubeObject): boolean;
  /** What was noted so far, as plain JSON: another one continues with it. */
  noted(): NotedNeeds;
}

export interface NotedNeeds {
  wanted: string[];
  namespaces: string[];
  granted: string[];
}

/**
 * Collects, object by object, what an export needs from cluster scope; memory grows with the needs only.
 * Namespaced objects are added first, then ClusterRoleBindings and PersistentVolumes are asked for, then ClusterRoles, and
 * then all others.
 */
export function createNeeds(before?: NotedNeeds): Needs {
  const wanted = new Set(before?.wanted);
  const namespaces = new Set(before?.namespaces);
  const granted = new Set(before?.granted);
  const key = ({ group, kind, name }: ClusterReference) => `${group}/${kind} ${name}`;
  return {
    add(object) {
      if (object.metadata.namespace) namespaces.add(object.metadata.namespace);
      for (const reference of clusterScopeNeeds(object)) wanted.add(key(reference));
      for (const name of grantedTypes(object)) granted.add(name);
    },
    noted: () => ({ wanted: [...wanted], namespaces: [...namespaces], granted: [...granted] }),
    isNeeded(object) {
      const group = groupOf(object.apiVersion);
      const isDefinition = group === CRD.group && object.kind === CRD.kind;
      if (isDefinition && typeNames(object).some((each) => granted.has(each))) return true;
      const name = isDefinition ? definedKind(object) : object.metadata.name;
      return (
        wanted.has(key({ group, kind: object.kind, name })) || serves(object, namespaces) || mayHold(object, namespaces)
      );
    },
  };
}

/** `Kind.group` of the instances of a CustomResourceDefinition. */
export const definedKind = (definition: KubeObject) =>
  `${textAt(definition, 'spec.names.kind')}.${textAt(definition, 'spec.group')}`;

const typeNames = (definition: KubeObject) => [definition.metadata.name, `*.${textAt(definition, 'spec.group')}`];

const SERVICE_NAMESPACES: Record<string, string[]> = {
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': [
    'webhooks',
    '*',
    'clientConfig',
    'service',
    'namespace',
  ],
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': [
    'webhooks',
    '*',
    'clientConfig',
    'service',
    'namespace',
  ],
  'apiregistration.k8s.io/APIService': ['spec', 'service', 'namespace'],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    'spec',
    'conversion',
    'webhook',
    'clientConfig',
    'service',
    'namespace',
  ],
};

/** Bindings of the selected accounts, and what the selected services answer for. */
function serves(object: KubeObject, namespaces: ReadonlySet<string>): boolean {
  if (kindKey(object) === 'rbac.authorization.k8s.io/ClusterRoleBinding') {
    return valuesAt(object, ['subjects', '*']).some(({ value }) => namespaces.has(accountsNamespace(value) ?? ''));
  }
  const where = SERVICE_NAMESPACES[kindKey(object)];
  return where !== undefined && valuesAt(object, where).some(({ value }) => namespaces.has(String(value)));
}
