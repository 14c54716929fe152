import { fieldAt, isRecord, type Path, path, pointer, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { removeFields, valuesAt } from '../edit.ts';
import { kindKey, POD_KINDS, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed, warning } from '../verdicts.ts';

const STATEFUL: readonly string[] = ['apps/StatefulSet', 'apps.kruise.io/StatefulSet', 'apps.kruise.io/CloneSet'];
const SOURCES = ['dataSourceRef', 'dataSource'];

export const freeClaimTemplates: Rule = {
  name: 'free-claim-templates',
  description:
    'A template of claims that is filled from a snapshot, which the target does not have, makes empty claims there.',
  appliesTo: POD_KINDS,
  apply(object) {
    const seeded = templatesOf(object)
      .flatMap((where) => valuesAt(object, where))
      .filter(({ value }) => isFilledFromElsewhere(value));
    if (seeded.length === 0) return { do: 'keep' };
    const freed = seeded.reduce(
      (current, { at }) =>
        removeFields(
          current,
          SOURCES.map((field) => [...at, 'spec', field]),
        ),
      object,
    );
    const findings = seeded.map(({ value, at }) => {
      const source = sourceOf(value);
      const sentence = `New claims of this template were to be filled from ${textAt(source, 'kind')} ${textAt(source, 'name')}, which the target does not have; they start empty. Claims that are copied have their data.`;
      return warning(
        pointer([...at, 'spec', SOURCES.find((field) => fieldAt(value, ['spec', field])) ?? '']),
        sentence,
      );
    });
    return changed(object, freed, findings);
  },
};

function templatesOf(object: KubeObject): Path[] {
  const key = kindKey(object);
  const inPods: Path = [...POD_TEMPLATES[key]!, ...path('spec.volumes.*.ephemeral.volumeClaimTemplate')];
  return STATEFUL.includes(key) ? [path('spec.volumeClaimTemplates.*'), inPods] : [inPods];
}

const sourceOf = (template: unknown) =>
  SOURCES.map((field) => fieldAt(template, ['spec', field])).find((each) => isRecord(each));

/** A claim that is filled from another claim of its namespace finds that one in the target too. */
function isFilledFromElsewhere(template: unknown): boolean {
  const source = sourceOf(template);
  return source !== undefined && textAt(source, 'kind') !== 'PersistentVolumeClaim';
}
