import { fieldAt, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { setField } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import { annotationMemories } from '../recipes/memories.ts';
import { OPERATED } from '../recipes/recipes.ts';
import type { Rule } from '../rule.ts';
import { changed, info, KEEP } from '../verdicts.ts';

export const keepWhatOperatorsRemember: Rule = {
  name: 'keep-what-operators-remember',
  description:
    'What an operator has noted in the status of its resource, and needs to know its data again, is given to that of the target as an annotation.',
  appliesTo: OPERATED.map(({ kind }) => kind).filter((kind) => annotationMemories(kind).length > 0),
  apply(object) {
    const told = annotationMemories(kindKey(object)).flatMap(({ at, name }) => {
      const value = fieldAt(object, at);
      return value === undefined || value === null ? [] : [{ at, name, text: textOf(value) }];
    });
    if (told.length === 0) return KEEP;
    const after = told.reduce<KubeObject>(
      (current, { name, text }) => setField(current, annotation(name), text),
      object,
    );
    return changed(
      object,
      after,
      after === object
        ? []
        : told.map(({ at, name, text }) =>
            info(
              pointer(annotation(name)),
              `The operator gives what its status names (${at.join('.')}: ${text}) by this.`,
            ),
          ),
    );
  },
};

const annotation = (name: string) => ['metadata', 'annotations', name];
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
