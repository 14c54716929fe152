import { isRecord, type Path } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { TranslationContext } from '../context.ts';
import { edit } from '../edit.ts';
import { renamedInExpression } from '../global-policies.ts';
import { mappedNamespace } from '../names.ts';
import { kindKey, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { NAMESPACE_FIELDS, type NamespaceForm } from '../tables/namespace-fields.ts';
import { NAMESPACE_LABELS } from '../tables/policy-engines.ts';
import { changed, KEEP } from '../verdicts.ts';

export const mapNamespaces: Rule = {
  name: 'map-namespaces',
  description:
    'Namespaces get their target name wherever an object names one: itself, RBAC subjects, webhooks, policies, volumes.',
  appliesTo: ['*'],
  apply(object, context) {
    if (Object.keys(context.mappings.namespaces).length === 0) return KEEP;
    const places = PLACES[kindKey(object)] ?? EVERYWHERE;
    const rewritten = (current: KubeObject, { at, form }: Place) =>
      edit(current, at, (value) => FORMS[form](value, context));
    return changed(object, places.reduce(rewritten, object));
  },
};

interface Place {
  at: Path;
  form: NamespaceForm;
}

const EVERYWHERE: Place[] = placesFor('*');

/** The table turned by kind, once. */
const PLACES: Record<string, Place[]> = Object.fromEntries(
  [...new Set([...NAMESPACE_FIELDS.flatMap(({ from }) => from), ...Object.keys(POD_TEMPLATES)])].map((kind) => [
    kind,
    [...EVERYWHERE, ...placesFor(kind), ...podPlaces(kind)],
  ]),
);

function placesFor(kind: string): Place[] {
  return NAMESPACE_FIELDS.filter(({ from }) => from.includes(kind)).flatMap(({ at, form }) =>
    at.map((each) => ({ at: each, form })),
  );
}

function podPlaces(kind: string): Place[] {
  const template = POD_TEMPLATES[kind];
  return template ? placesFor('pods').map(({ at, form }) => ({ at: [...template, ...at], form })) : [];
}

const FORMS: Record<NamespaceForm, (value: unknown, context: TranslationContext) => unknown> = {
  name: (value, context) => (typeof value === 'string' ? mappedNamespace(value, context) : value),
  qualified: (value, context) => replaced(value, /^[^/]+(?=\/)/, context),
  username: (value, context) => replaced(value, /(?<=^system:serviceaccounts?:)[^:]+/, context),
  selector: (value, context) => mapSelector(value, context),
  expression: (value, context) =>
    typeof value === 'string' ? renamedInExpression(value, (name) => mappedNamespace(name, context)) : value,
};

function replaced(value: unknown, namespace: RegExp, context: TranslationContext): unknown {
  return typeof value === 'string' ? value.replace(namespace, (name) => mappedNamespace(name, context)) : value;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#automatic-labelling */
function mapSelector(selector: unknown, context: TranslationContext): unknown {
  const byLabel = NAMESPACE_LABELS.reduce(
    (current, label) => edit(current, ['matchLabels', label], (value) => FORMS.name(value, context)),
    selector,
  );
  return edit(byLabel, ['matchExpressions', '*'], (term) =>
    isRecord(term) && NAMESPACE_LABELS.includes(String(term.key))
      ? edit(term, ['values', '*'], (value) => FORMS.name(value, context))
      : term,
  );
}
