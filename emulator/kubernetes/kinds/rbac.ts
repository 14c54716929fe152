import { isDeepStrictEqual } from 'node:util';
import { invalidValue } from '../errors/field-error.ts';
import type { KindRules } from './kind-rules.ts';

const GROUP = 'rbac.authorization.k8s.io';

export const roleRules: KindRules[] = ['roles', 'clusterroles'].map((resource) => ({
  storage: `${GROUP}/${resource}`,
  name: 'path',
}));

export const bindingRules: KindRules[] = ['rolebindings', 'clusterrolebindings'].map((resource) => ({
  storage: `${GROUP}/${resource}`,
  name: 'path',
  validateUpdate: (object, old) =>
    isDeepStrictEqual(object.roleRef, old.roleRef)
      ? []
      : [invalidValue('roleRef', object.roleRef, 'cannot change roleRef')],
}));
