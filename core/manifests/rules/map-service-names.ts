import { edit, valuesAt } from '../edit.ts';
import { type Path, path, pointer } from '../fields.ts';
import type { KubeObject } from '../kube-object.ts';
import { CONTAINER_LISTS, kindKey, POD_KINDS, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { mapServiceNames } from '../service-names.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

/** Texts of containers that are rewritten, and texts that are only searched: a file may be checked or signed as a whole. */
const IN_CONTAINERS = ['env.*.value', 'args.*', 'command.*'];
const SEARCHED: Record<string, readonly Path[]> = { '/ConfigMap': [path('data.*')] };

export const mapServiceNamesInTexts: Rule = {
  name: 'map-service-names',
  description:
    'Cluster DNS names of mapped namespaces are rewritten in environment and arguments, and named where they are in a ConfigMap.',
  appliesTo: ['/ConfigMap', '/Service', ...POD_KINDS],
  apply(object, context) {
    if (Object.keys(context.mappings.namespaces).length === 0) return KEEP;
    const mapped = placesOf(object).reduce((current, where) => {
      return edit(current, where, (text) => (typeof text === 'string' ? mapServiceNames(text, context).text : text));
    }, object);
    const findings: RuleFinding[] = (SEARCHED[kindKey(object)] ?? [])
      .flatMap((where) => valuesAt(object, where))
      .flatMap(({ value, at }) => mapServiceNames(String(value), context).found.map((found) => ({ ...found, at })))
      .map(({ name, mapped: proposed, at }) =>
        warning(
          pointer(at),
          `${name} names a service of a namespace that gets another name; the ConfigMap is left as it is.`,
          { current: name, proposed },
        ),
      );
    return changed(object, mapped, findings);
  },
};

function placesOf(object: KubeObject): Path[] {
  if (kindKey(object) === '/Service') return [path('spec.externalName')];
  const template = POD_TEMPLATES[kindKey(object)];
  if (!template) return [];
  return CONTAINER_LISTS.flatMap((list) =>
    IN_CONTAINERS.map((field) => [...template, 'spec', list, '*', ...path(field)]),
  );
}
