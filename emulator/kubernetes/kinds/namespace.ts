import type { KindRules } from './kind-rules.ts';

export const namespaceRules: KindRules = {
  storage: '/namespaces',
  name: 'label',
  complete(object, _state, old) {
    object.metadata.labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
    object.spec = old?.spec ?? { finalizers: ['kubernetes'] };
    object.status = old ? (object.status ?? old.status) : { phase: 'Active' };
  },
};
