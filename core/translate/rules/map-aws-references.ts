import { type Path, path } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import { cloudReferences } from '../cloud-references.ts';
import { isBetweenClouds, type Mappings, type TranslationContext } from '../context.ts';
import { edit } from '../edit.ts';
import { CONTAINER_LISTS, kindKey, POD_KINDS, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed, KEEP } from '../verdicts.ts';

const IN_CONTAINERS = ['env.*.value', 'args.*', 'command.*'];

const PRIVATE_CA = [path('spec.arn'), path('spec.role'), path('spec.region')];

/** Single values, beside those of containers; a file in a ConfigMap may be checked or signed as a whole. */
const PLACES: Record<string, readonly Path[]> = {
  '/Service': [path('spec.externalName')],
  'keda.sh/ScaledObject': [path('spec.triggers.*.metadata.*')],
  'keda.sh/ScaledJob': [path('spec.triggers.*.metadata.*')],
  'external-secrets.io/ExternalSecret': [path('spec.data.*.remoteRef.key'), path('spec.dataFrom.*.extract.key')],
  'external-secrets.io/SecretStore': [path('spec.provider.aws.role')],
  'external-secrets.io/ClusterSecretStore': [path('spec.provider.aws.role')],
  'cert-manager.io/Issuer': [path('spec.acme.solvers.*.dns01.route53.*')],
  'cert-manager.io/ClusterIssuer': [path('spec.acme.solvers.*.dns01.route53.*')],
  'awspca.cert-manager.io/AWSPCAIssuer': PRIVATE_CA,
  'awspca.cert-manager.io/AWSPCAClusterIssuer': PRIVATE_CA,
};

const counterparts = memo(({ arns, roles }: Mappings) => new Map(Object.entries({ ...roles, ...arns })));
/** A role is no client id: what pods say of themselves by one they do not say by the other. */
const withoutRoles = memo(({ arns }: Mappings) => new Map(Object.entries(arns)));

const counterpartsIn = (context: TranslationContext) =>
  isBetweenClouds(context) ? withoutRoles(context.mappings) : counterparts(context.mappings);

export const mapAwsReferences: Rule = {
  name: 'map-aws-references',
  description:
    'Queues, databases, buckets and other names of AWS, or of Azure from AKS, in environment, arguments, external names and triggers become those of mappings.arns.',
  appliesTo: [...POD_KINDS, ...Object.keys(PLACES)],
  apply(object, context) {
    if (counterpartsIn(context).size === 0) return KEEP;
    return changed(
      object,
      placesOf(object).reduce(
        (current, where) =>
          edit(current, where, (text) => (typeof text === 'string' ? mappedNames(text, context) : text)),
        object,
      ),
    );
  },
};

/** The whole text as the request maps it, or each name in it. */
function mappedNames(text: string, context: TranslationContext): string {
  const known = counterpartsIn(context);
  const whole = known.get(text);
  if (whole !== undefined) return whole;
  return cloudReferences(text, context)
    .toReversed()
    .reduce((rest, { name, at }) => {
      const counterpart = known.get(name);
      return counterpart === undefined ? rest : rest.slice(0, at) + counterpart + rest.slice(at + name.length);
    }, text);
}

function placesOf(object: KubeObject): Path[] {
  const key = kindKey(object);
  const template = POD_TEMPLATES[key];
  const containers = CONTAINER_LISTS.flatMap((list) =>
    IN_CONTAINERS.map((field) => [...(template ?? []), 'spec', list, '*', ...path(field)]),
  );
  return [...(PLACES[key] ?? []), ...(template ? containers : [])];
}
