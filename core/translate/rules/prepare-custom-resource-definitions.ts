import { fieldAt, path } from '../../../kube/fields.ts';
import { edit, removeFields, setField } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { changed, KEEP } from '../verdicts.ts';

export const prepareCustomResourceDefinitions: Rule = {
  name: 'prepare-custom-resource-definitions',
  description: 'A definition that keeps unknown fields the old way says so in each schema, as v1 demands.',
  appliesTo: ['apiextensions.k8s.io/CustomResourceDefinition'],
  apply(object) {
    const old = fieldAt(object, 'spec.preserveUnknownFields');
    if (old === undefined) return KEEP;
    const plain = removeFields(object, [path('spec.preserveUnknownFields')]);
    if (old !== true) return changed(object, plain);
    const schemas = path('spec.versions.*.schema.openAPIV3Schema');
    return changed(
      object,
      edit(plain, schemas, (schema) => setField(schema, ['x-kubernetes-preserve-unknown-fields'], true)),
    );
  },
};
