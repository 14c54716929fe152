import { fieldAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { sameJson } from '../../../kube/same-json.ts';
import { parseLabelSelector } from '../../base/request/label-selector.ts';
import type { FieldCondition, When } from '../../base/request/own-rules.ts';
import { isWithin } from '../../base/request/target-limits.ts';
import { segmentsOf } from '../replay.ts';
import { withoutSecretValues } from './secret-values.ts';

type Test = (object: KubeObject) => boolean;

/** Whether an object is one of those that a rule is about, but for its kind, which the pipeline looks at. */
export function conditionOf({ namespaces, names, labelSelector, fields = [] }: When): Test {
  const tests: Test[] = [
    ...(namespaces ? [({ metadata }: KubeObject) => isWithin(metadata.namespace ?? '', namespaces)] : []),
    ...(names ? [({ metadata }: KubeObject) => isWithin(metadata.name, names)] : []),
    ...(labelSelector ? [withLabels(labelSelector)] : []),
    ...fields.map(fieldTest),
  ];
  return (object) => tests.every((test) => test(object));
}

function withLabels(selector: string): Test {
  const meets = parseLabelSelector(selector);
  return ({ metadata }) => meets(metadata.labels ?? {});
}

function fieldTest({ path, is, matches, exists }: FieldCondition): Test {
  const where = segmentsOf(path);
  return (object) => {
    const value = fieldAt(withoutSecretValues(object), where);
    if (exists !== undefined) return (value !== undefined) === exists;
    if (matches !== undefined) return typeof value === 'string' && isWithin(value, [matches]);
    return sameJson(value, is);
  };
}
