import type { Path } from '../../../kube/fields.ts';
import { pointer, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { forOneNode } from '../access-modes.ts';
import type { TranslationContext } from '../context.ts';
import { edit, valuesAt } from '../edit.ts';
import { kindKey, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { chooseStorageClass, comesToDisks } from '../storage-class-map.ts';
import { EPHEMERAL_CLASS, QUOTA_HARD, STORAGE_CLASS_FIELDS } from '../tables/storage-class-fields.ts';
import { block, changed, info } from '../verdicts.ts';

export const mapStorageClasses: Rule = {
  name: 'map-storage-classes',
  description:
    'Storage classes get the name of their counterpart in the target: as the request maps them, by name, or by what they are.',
  appliesTo: [...new Set([...Object.keys(STORAGE_CLASS_FIELDS), ...Object.keys(POD_TEMPLATES), '/ResourceQuota'])],
  apply(object, context) {
    const places = placesOf(object);
    const findings: RuleFinding[] = [];
    for (const { value, at } of places.flatMap((where) => valuesAt(object, where))) {
      if (typeof value !== 'string' || value === '') continue;
      const choice = chooseStorageClass(value, context);
      if (choice.do === 'refuse') return block(choice.why, pointer(at));
      if (choice.do === 'bring')
        findings.push(info(pointer(at), `Storage class "${value}" is copied, since the target has none like it.`));
      else if (choice.name !== value) findings.push(tell(value, choice, at));
    }
    const mapped = places.reduce((current, where) => edit(current, where, (name) => nameFor(name, context)), object);
    return changed(object, templatesForOneNode(object, mapQuota(mapped, context), context), findings);
  },
};

function placesOf(object: KubeObject): Path[] {
  const template = POD_TEMPLATES[kindKey(object)];
  return [...(STORAGE_CLASS_FIELDS[kindKey(object)] ?? []), ...(template ? [[...template, ...EPHEMERAL_CLASS]] : [])];
}

function tell(current: string, choice: { name: string; why?: string }, at: string[]): RuleFinding {
  const sentence = `Storage class "${current}" becomes "${choice.name}": ${choice.why ?? 'it is the same storage'}.`;
  return info(pointer(at), sentence, { current, proposed: choice.name });
}

function nameFor(name: unknown, context: TranslationContext): unknown {
  if (typeof name !== 'string' || name === '') return name;
  const choice = chooseStorageClass(name, context);
  return choice.do === 'refuse' ? name : choice.name;
}

/** `gold.storageclass.storage.k8s.io/requests.storage`: a class in the name of a limit; one that is unknown limits nothing, so it stays. */
function mapQuota(object: KubeObject, context: TranslationContext): KubeObject {
  if (kindKey(object) !== '/ResourceQuota') return object;
  return edit(object, QUOTA_HARD, (hard) => {
    const entries = Object.entries(hard as Record<string, unknown>);
    const renamed = entries.map(
      ([key, limit]) =>
        [
          key.replace(/^(.+)(?=\.storageclass\.storage\.k8s\.io\/)/, (name) => String(nameFor(name, context))),
          limit,
        ] as const,
    );
    return renamed.some(([key], index) => key !== entries[index]![0]) ? Object.fromEntries(renamed) : hard;
  });
}

/** A new claim by such a template would be of a disk, whose driver makes none for several nodes. */
function templatesForOneNode(before: KubeObject, after: KubeObject, context: TranslationContext): KubeObject {
  if (!STORAGE_CLASS_FIELDS[kindKey(before)]?.some(([, list]) => list === TEMPLATES[1])) return after;
  return edit(after, [...TEMPLATES, '*'], (template, at) => {
    const name = textAt(before, [...at, 'spec', 'storageClassName']);
    return name !== undefined && comesToDisks(name, context) ? forOneNode(template as KubeObject) : template;
  });
}

const TEMPLATES = ['spec', 'volumeClaimTemplates'];
