import { fieldAt, listAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { kindKey } from './pod-templates.ts';

const ROLES = ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole'];

/**
 * Names of the CustomResourceDefinitions that a role names, as `plural.group`, or `*.group` for a whole group: an
 * operator needs its types also where nobody has made anything of them yet. Roles that are aggregated of others
 * (`admin`, `view`) name the types of all operators, and count for none.
 */
export function grantedTypes(object: KubeObject): string[] {
  if (!ROLES.includes(kindKey(object)) || fieldAt(object, 'aggregationRule')) return [];
  return listAt(object, 'rules').flatMap((rule) =>
    texts(rule, 'apiGroups')
      .filter((group) => group.includes('.'))
      .flatMap((group) => texts(rule, 'resources').map((resource) => `${resource.split('/')[0]}.${group}`)),
  );
}

const texts = (rule: unknown, field: string) => listAt(rule, field).map(String);
