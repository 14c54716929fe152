import { KubeferryError } from '../../../core/base/errors.ts';
import { parseLabelSelector } from '../../../core/base/request/label-selector.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

type Test = (object: KubeObject) => boolean;

/** Throws InvalidRequest for what is no label selector. */
export function matchesLabels(selector: string): Test {
  const test = parseLabelSelector(selector);
  return ({ metadata }) => test(metadata.labels ?? {});
}

/** Only names and namespaces can be selected by; a real server knows a few fields more of some kinds. */
export function matchesFields(selector: string): Test {
  const tests = selector.split(',').map((requirement): Test => {
    const [, field, value] = /^metadata\.(name|namespace)==?(.*)$/.exec(requirement) ?? [];
    if (!field) throw new KubeferryError('ApplyFailed', `The cluster in memory cannot select by '${requirement}'.`);
    return (object) => object.metadata[field] === value;
  });
  return (object) => tests.every((test) => test(object));
}
