import { type Path, path, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { TranslationContext } from '../context.ts';
import { eachText } from '../each-text.ts';
import { edit, valuesAt } from '../edit.ts';
import { CONTAINER_LISTS, kindKey, POD_TEMPLATES } from '../pod-templates.ts';
import { isSecret } from '../privacy.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { type MappedNames, mapServiceNames, type ServiceName } from '../service-names.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

/** Texts that are rewritten: in containers, and in other fields that hold names of hosts and nothing else. */
const IN_CONTAINERS = ['env.*.value', 'args.*', 'command.*'];
const IN_PODS = [path('spec.dnsConfig.searches.*')];
const HOST_FIELDS: Record<string, readonly Path[]> = {
  '/Service': [path('spec.externalName')],
  'cert-manager.io/Certificate': [path('spec.commonName'), path('spec.dnsNames.*')],
};

/** A text longer than this is no name and no URL, but a file of its own kind. */
const MAX_LENGTH = 1_000_000;

export const mapServiceNamesInTexts: Rule = {
  name: 'map-service-names',
  description:
    'Cluster DNS names of mapped namespaces are rewritten in environment, arguments, search domains and certificates, and named everywhere else; of a Secret its key is named.',
  appliesTo: ['*'],
  apply(object, context) {
    if (Object.keys(context.mappings.namespaces).length === 0) return KEEP;
    const seen = namesIn(object, context);
    if (seen.length === 0) return KEEP;
    const places = placesOf(object);
    const rewritten = new Set(places.flatMap((where) => valuesAt(object, where)).map(({ at }) => pointer(at)));
    const mapped = places.reduce((current, where) => {
      return edit(current, where, (text) => (typeof text === 'string' ? mapServiceNames(text, context).text : text));
    }, object);
    const findings: RuleFinding[] = [];
    for (const { at, found, doubtful } of seen) {
      const left = rewritten.has(at) ? [] : found;
      if (isSecret(object)) findings.push(...inSecret([...left, ...doubtful], at));
      else findings.push(...left.map((name) => named(name, at, object)), ...doubtful.map((name) => doubted(name, at)));
    }
    return changed(object, mapped, findings);
  },
};

type Seen = Pick<MappedNames, 'found' | 'doubtful'> & { at: string };

/** Every place of an object that names a service of a mapped namespace; its own name and namespace are no such place. */
function namesIn(object: KubeObject, context: TranslationContext): Seen[] {
  const seen: Seen[] = [];
  eachText(object, (text, at) => {
    if (text.length > MAX_LENGTH || (at.length === 2 && at[0] === 'metadata')) return;
    const { found, doubtful } = mapServiceNames(text, context);
    if (found.length > 0 || doubtful.length > 0) seen.push({ at: pointer(at), found, doubtful });
  });
  return seen;
}

const named = ({ name, mapped }: ServiceName, at: string, { kind }: KubeObject) =>
  warning(
    at,
    `${name} names a service of a namespace that gets another name; the ${kind} is left as it is, and asks the original.`,
    { current: name, proposed: mapped },
  );

const doubted = ({ name, mapped }: ServiceName, at: string) =>
  warning(
    at,
    `${name} may name a service of a namespace that gets another name, though the export has no such Service; it is left as it is.`,
    { current: name, proposed: mapped },
  );

/** A value of a Secret is neither changed nor told. */
const inSecret = (names: ServiceName[], at: string) =>
  names.length === 0
    ? []
    : [
        warning(
          at,
          'The value of this key names a service of a namespace that gets another name; the Secret is left as it is, and what reads it asks the original.',
        ),
      ];

function placesOf(object: KubeObject): Path[] {
  const key = kindKey(object);
  const template = POD_TEMPLATES[key];
  if (!template) return [...(HOST_FIELDS[key] ?? [])];
  const inContainers = CONTAINER_LISTS.flatMap((list) =>
    IN_CONTAINERS.map((field) => [...template, 'spec', list, '*', ...path(field)]),
  );
  return [...inContainers, ...IN_PODS.map((field) => [...template, ...field])];
}
