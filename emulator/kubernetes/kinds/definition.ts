import { CLEANUP } from '../crd/cleanup-finalizer.ts';
import { definitionSpec } from '../crd/definition.ts';
import { type FieldError, invalidValue, required } from '../errors/field-error.ts';
import type { KindRules } from './kind-rules.ts';

/** CustomResourceDefinitions; `../crd/` makes kinds of them. */
export const definitionRules: KindRules = {
  storage: 'apiextensions.k8s.io/customresourcedefinitions',
  generation: true,
  complete(object, _state, old) {
    if (!old)
      object.metadata.finalizers = [...(object.metadata.finalizers ?? []).filter((one) => one !== CLEANUP), CLEANUP];
    const spec = definitionSpec(object);
    if (!spec?.names?.kind) return;
    spec.names.singular ??= spec.names.kind.toLowerCase();
    spec.names.listKind ??= `${spec.names.kind}List`;
  },
  validate(object) {
    const spec = definitionSpec(object);
    if (!spec?.names?.kind || !spec.group || !spec.versions?.length) {
      return [required('spec', 'group, names.kind, names.plural and versions are needed')];
    }
    const expected = `${spec.names.plural}.${spec.group}`;
    const stored = spec.versions.filter((version) => version.storage).length;
    const problems: FieldError[] = [];
    if (object.metadata.name !== expected) {
      problems.push(invalidValue('metadata.name', object.metadata.name, 'must be spec.names.plural+"."+spec.group'));
    }
    if (stored !== 1) {
      problems.push(
        invalidValue(
          'spec.versions',
          spec.versions.map((version) => version.name),
          'must have exactly one version marked as storage version',
        ),
      );
    }
    spec.versions.forEach((version, index) => {
      if (version.schema?.openAPIV3Schema) return;
      problems.push(required(`spec.versions[${index}].schema.openAPIV3Schema`, 'schemas are required'));
    });
    return problems;
  },
};
