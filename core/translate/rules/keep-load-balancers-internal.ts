import { annotationOf, entryOf, pointer, textAt } from '../../../kube/fields.ts';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { type Cloud, cloudOf } from '../context.ts';
import { editEach, setField } from '../edit.ts';
import { kindKey, mayAskForLoadBalancer } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { INTERNAL_OF_AZURE, PRIVATE_OF_GATEWAY } from '../tables/load-balancers-of-clouds.ts';
import { changed, info, KEEP, reaching } from '../verdicts.ts';

/** For the AWS load balancer controller and EKS Auto Mode, and for the in-tree controller. */
const OF_SERVICES: Record<string, string> = {
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
};
const OF_INGRESSES: Record<string, string> = { 'alb.ingress.kubernetes.io/scheme': 'internal' };

/** For the load balancers of AKS, and for its Application Gateway. */
const OF_SERVICES_IN_AZURE: Record<string, string> = { [INTERNAL_OF_AZURE]: 'true' };
const OF_INGRESSES_IN_AZURE: Record<string, string> = { [PRIVATE_OF_GATEWAY]: 'true' };

const INTERNAL: Record<string, string> = {
  ...OF_SERVICES,
  ...OF_INGRESSES,
  ...OF_SERVICES_IN_AZURE,
  ...OF_INGRESSES_IN_AZURE,
};

/** Of Zalando's operator (https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/). */
const ASKS = ['enableMasterLoadBalancer', 'enableReplicaLoadBalancer', 'enableMasterPoolerLoadBalancer'];

const ALB_PREFIX = 'alb.ingress.kubernetes.io/';
const ALB_CLASSES = ['alb', 'eks-auto-alb'];

const CLASS_PARAMS = ['elbv2.k8s.aws/IngressClassParams', 'eks.amazonaws.com/IngressClassParams'];
const SCHEME_FIELD = [...CLASS_PARAMS, 'gateway.k8s.aws/LoadBalancerConfiguration'];

export const keepLoadBalancersInternal: Rule = {
  name: 'keep-load-balancers-internal',
  description:
    'A clone is not on the internet: its load balancers are internal, those that operators and gateways make as well.',
  appliesTo: ['*'],
  apply(object, { profile, target }) {
    if (profile !== 'clone' || !mayAskForLoadBalancer(object)) return KEEP;
    const internal = withoutPublicAnnotations(madeInternal(object, cloudOf(target)));
    const open = internal === object ? operatorsOwn(object, cloudOf(target)) : [];
    return changed(
      object,
      internal,
      internal === object
        ? open
        : [info('', 'The load balancer of the clone is internal; a migration (profile migrate) keeps it as it was.')],
    );
  },
};

function madeInternal(object: KubeObject, cloud: Cloud): KubeObject {
  if (SCHEME_FIELD.includes(kindKey(object))) return setField(object, ['spec', 'scheme'], 'internal');
  if (kindKey(object) === '/Service')
    return textAt(object, 'spec.type') !== 'LoadBalancer'
      ? object
      : annotated(object, cloud === 'azure' ? OF_SERVICES_IN_AZURE : OF_SERVICES);
  if (kindKey(object) !== 'networking.k8s.io/Ingress') return object;
  if (cloud === 'azure') return isForGateway(object) ? annotated(object, OF_INGRESSES_IN_AZURE) : object;
  return isForAlb(object) ? annotated(object, OF_INGRESSES) : object;
}

/** Public values of the same annotations anywhere in an object: gateways and operators copy them to the Services that they make. */
function withoutPublicAnnotations(object: KubeObject): KubeObject {
  return editEach(object, (name, value) => {
    const internal = entryOf(INTERNAL, name);
    return internal !== undefined && typeof value === 'string' ? internal : value;
  });
}

/** A load balancer that an operator makes with no annotation at all is public or not by the defaults of its controller. */
function operatorsOwn(object: KubeObject, cloud: Cloud): RuleFinding[] {
  const [annotation] = Object.keys(cloud === 'azure' ? OF_SERVICES_IN_AZURE : OF_SERVICES);
  if (!groupOf(object.apiVersion).includes('.') || object.kind === 'CustomResourceDefinition') return [];
  const found: string[] = [];
  editEach(object, (name, value, at) => {
    const isAsked = name === 'type' ? /^loadbalancer$/i.test(String(value)) : ASKS.includes(name) && value === true;
    if (isAsked) found.push(pointer(at));
    return value;
  });
  return found.map((at) =>
    reaching(
      at,
      `${object.kind} ${object.metadata.name} makes a load balancer, which is public or not by the defaults of its controller; ask for an internal one by annotation ${annotation}.`,
    ),
  );
}

const isForGateway = (ingress: KubeObject) =>
  /^azure[-/]application-gateway$/.test(
    textAt(ingress, 'spec.ingressClassName') ?? annotationOf(ingress, 'kubernetes.io/ingress.class') ?? '',
  );

function isForAlb(ingress: KubeObject): boolean {
  const ingressClass =
    textAt(ingress, 'spec.ingressClassName') ?? annotationOf(ingress, 'kubernetes.io/ingress.class') ?? '';
  return (
    ALB_CLASSES.includes(ingressClass) ||
    Object.keys(ingress.metadata.annotations ?? {}).some((name) => name.startsWith(ALB_PREFIX))
  );
}

function annotated(object: KubeObject, annotations: Record<string, string>): KubeObject {
  return Object.entries(annotations).reduce(
    (current, [name, value]) => setField(current, ['metadata', 'annotations', name], value),
    object,
  );
}
