import { listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { betweenClouds, guardsAmong, opened, tellLost } from '../annotations-between-clouds.ts';
import { cloudOf, isBetweenClouds, type TranslationContext } from '../context.ts';
import { removeEntries, setField } from '../edit.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import {
  ANNOTATIONS_OF,
  APPLICATION_GATEWAY,
  INGRESS_CLASSES_FOR,
  INGRESS_CLASSES_OF,
  INGRESS_PAIRS,
  INTERNAL_NGINX,
  NGINX,
  PRIVATE_OF_GATEWAY,
  SCHEME_OF_ALB,
  TARGETS_OF_ALB,
} from '../tables/load-balancers-of-clouds.ts';
import { block, changed, info, KEEP, warning } from '../verdicts.ts';

const CLASS = ['spec', 'ingressClassName'];
const OLD_CLASS = 'kubernetes.io/ingress.class';
const ANNOTATIONS = ['metadata', 'annotations'];
/** They say internal or not, which is said in the words of the target. */
const SAID = [SCHEME_OF_ALB, TARGETS_OF_ALB, PRIVATE_OF_GATEWAY];

export const mapIngressClasses: Rule = {
  name: 'map-ingress-classes',
  description:
    'Between two clouds, Ingresses of their own controllers get a class of the target, with the annotations that it reads; one that would come onto the internet by it is blocked.',
  appliesTo: ['networking.k8s.io/Ingress'],
  apply(object, context) {
    if (!isBetweenClouds(context)) return KEEP;
    const before = classOf(object) ?? '';
    const isOfCloud =
      INGRESS_CLASSES_OF[cloudOf(context.source)].includes(before) || hasOwnAnnotations(object, context);
    if (!isOfCloud) return KEEP;
    return cloudOf(context.target) === 'aws' ? forAws(object, before, context) : forAzure(object, before, context);
  },
};

const classOf = (object: KubeObject) => textAt(object, CLASS) ?? object.metadata.annotations?.[OLD_CLASS];

const hasOwnAnnotations = ({ metadata }: KubeObject, { source }: TranslationContext) =>
  Object.keys(metadata.annotations ?? {}).some((name) =>
    ANNOTATIONS_OF[cloudOf(source)].some((each) => each.test(name)),
  );

const isThere = (name: string, { target }: TranslationContext) => target.present.includes(`IngressClass/${name}`);

/** Of those that fit, one that the target is known to have; else the usual one. */
const choose = (names: readonly string[], context: TranslationContext) =>
  names.find((name) => isThere(name, context)) ?? names.at(-1)!;

const named = (object: KubeObject, name: string) =>
  setField(
    removeEntries(object, ANNOTATIONS, (each) => each === OLD_CLASS),
    CLASS,
    name,
  );

/** Ingresses of application routing are read by ingress-nginx as they are; any other one is for an Application Load Balancer. */
function forAws(object: KubeObject, before: string, context: TranslationContext): Verdict {
  const { mapped, lost } = betweenClouds(object, INGRESS_PAIRS, context);
  const isNginx = before.startsWith('webapprouting.') && isThere(NGINX, context);
  const name = isNginx ? NGINX : choose(INGRESS_CLASSES_FOR.aws, context);
  const isPublic = object.metadata.annotations?.[PRIVATE_OF_GATEWAY] !== 'true';
  const guards = guardsAmong(lost);
  if (isPublic && guards.length > 0 && context.profile === 'migrate')
    return block(opened(object, guards), '/metadata/annotations');
  const findings = [became(before, name), ...tellLost(lost, SAID)];
  if (isNginx) return changed(object, named(mapped, name), findings);
  const scheme = setField(
    named(mapped, name),
    [...ANNOTATIONS, SCHEME_OF_ALB],
    isPublic ? 'internet-facing' : 'internal',
  );
  // Services of application routing and of Application Gateway need no ports on nodes, which targets of type instance do.
  const targeted = setField(scheme, [...ANNOTATIONS, TARGETS_OF_ALB], 'ip');
  return changed(object, targeted, [...findings, ...tellCertificates(object)]);
}

/** An Application Load Balancer takes certificates of ACM, by host name or by annotation, and none of a Secret. */
function tellCertificates(object: KubeObject): RuleFinding[] {
  if (listAt(object, 'spec.tls').length === 0) return [];
  const sentence =
    'An Application Load Balancer takes no certificate from a Secret: it needs one of AWS Certificate Manager for the same host names.';
  return [warning('/spec/tls', sentence)];
}

/** What is internal stays so: Application Gateway by an annotation, application routing by an internal controller alone. */
function forAzure(object: KubeObject, before: string, context: TranslationContext): Verdict {
  const { mapped, lost } = betweenClouds(object, INGRESS_PAIRS, context);
  const name = choose(INGRESS_CLASSES_FOR.azure, context);
  const isPublic = object.metadata.annotations?.[SCHEME_OF_ALB] === 'internet-facing' && context.profile !== 'clone';
  const guards = guardsAmong(lost);
  if (isPublic && guards.length > 0) return block(opened(object, guards), '/metadata/annotations');
  if (name === APPLICATION_GATEWAY) {
    const said = setField(named(mapped, name), [...ANNOTATIONS, PRIVATE_OF_GATEWAY], isPublic ? 'false' : 'true');
    return changed(object, said, [became(before, name), ...tellLost(lost, SAID)]);
  }
  const own = isPublic ? name : INTERNAL_NGINX;
  // Of the annotations of Application Gateway, the controller of application routing reads none.
  const { mapped: bare, lost: all } = betweenClouds(object, [], context);
  const unserved = isPublic || isThere(INTERNAL_NGINX, context) ? [] : [notServed(object)];
  return changed(object, named(bare, own), [became(before, own), ...unserved, ...tellLost(all, SAID)]);
}

/** Of a class that nobody serves, no controller makes anything. */
const notServed = ({ metadata: { name } }: KubeObject) =>
  warning(
    '/spec/ingressClassName',
    `Ingress ${name} has to be internal, and the controller of application routing in the target is on the internet: nobody serves it until there is an internal NginxIngressController with the ingress class "${INTERNAL_NGINX}" (https://learn.microsoft.com/azure/aks/app-routing-nginx-configuration).`,
  );

const became = (before: string, after: string) =>
  info('/spec/ingressClassName', `Ingress class "${before}" becomes "${after}", which the target's controllers read.`, {
    ...(before ? { current: before } : {}),
    proposed: after,
  });
