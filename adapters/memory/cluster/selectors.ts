import { KubeferryError } from '../../../core/errors.ts';
import type { KubeObject } from '../../../core/manifests/kube-object.ts';

type Test = (object: KubeObject) => boolean;

/** Every requirement of a label selector, as kubectl writes them. */
export function matchesLabels(selector: string): Test {
  const tests = selector.split(/,(?![^(]*\))/).map((requirement) => labelTest(requirement.trim()));
  return (object) => tests.every((test) => test(object));
}

function labelTest(requirement: string): Test {
  const [, key = '', operator = '', list = ''] = /^(\S+) (in|notin) \(([^)]*)\)$/.exec(requirement) ?? [];
  const labelOf = (object: KubeObject, name: string) => object.metadata.labels?.[name];
  if (operator) {
    const values = list.split(',').map((value) => value.trim());
    return (object) => values.includes(labelOf(object, key) ?? '') === (operator === 'in');
  }
  const [, name = '', sign = '', value = ''] = /^([^=!]+)(==?|!=)(.*)$/.exec(requirement) ?? [];
  if (sign) return (object) => (labelOf(object, name) === value) === (sign !== '!=');
  if (requirement.startsWith('!')) return (object) => labelOf(object, requirement.slice(1)) === undefined;
  return (object) => labelOf(object, requirement) !== undefined;
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
