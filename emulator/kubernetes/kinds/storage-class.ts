import { required } from '../errors/field-error.ts';
import { immutableFields } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';

export const storageClassRules: KindRules = {
  storage: 'storage.k8s.io/storageclasses',
  validate: (object) => (object.provisioner ? [] : [required('provisioner')]),
  validateUpdate: (object, old) =>
    immutableFields(object, old, ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'], ''),
};
