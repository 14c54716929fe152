import { KubeferryError } from '../../../core/base/errors.ts';
import { parseLabelSelector } from '../../../core/base/request/label-selector.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

type Test = (object: KubeObject) => boolean;

/** Throws InvalidRequest for what is no label selector. */
export function matchesLabels(selector: string): Test {
  const test = parseLabelSelector(selector);
  return ({ metadata }) => test(metadata.labels ?? {});
}

/** Only names and namespaces can be selected by, and events by what they are of; a real server knows a few fields more of some kinds. */
export function matchesFields(selector: string): Test {
  const tests = selector.split(',').map((requirement): Test => {
    const [, part, field, value] = /^(metadata|involvedObject)\.(name|namespace|kind)==?(.*)$/.exec(requirement) ?? [];
    if (!part || !field)
      throw new KubeferryError('ApplyFailed', `The cluster in memory cannot select by '${requirement}'.`);
    return (object) => (object[part] as Record<string, unknown> | undefined)?.[field] === value;
  });
  return (object) => tests.every((test) => test(object));
}
