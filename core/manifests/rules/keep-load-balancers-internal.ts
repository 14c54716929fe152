import { setField } from '../edit.ts';
import { annotationOf, textAt } from '../fields.ts';
import type { KubeObject } from '../kube-object.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed, info, KEEP } from '../verdicts.ts';

/** For the AWS load balancer controller and EKS Auto Mode, and for the in-tree controller. */
const OF_SERVICES: Record<string, string> = {
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
};
const OF_INGRESSES: Record<string, string> = { 'alb.ingress.kubernetes.io/scheme': 'internal' };

const ALB_PREFIX = 'alb.ingress.kubernetes.io/';
const ALB_CLASSES = ['alb', 'eks-auto-alb'];

export const keepLoadBalancersInternal: Rule = {
  name: 'keep-load-balancers-internal',
  description: 'A clone is not on the internet: its load balancers are internal.',
  appliesTo: [
    '/Service',
    'networking.k8s.io/Ingress',
    'elbv2.k8s.aws/IngressClassParams',
    'eks.amazonaws.com/IngressClassParams',
  ],
  apply(object, { profile }) {
    if (profile !== 'clone') return KEEP;
    const internal = madeInternal(object);
    return changed(
      object,
      internal,
      internal === object
        ? []
        : [info('', 'The load balancer of the clone is internal; a migration (profile migrate) keeps it as it was.')],
    );
  },
};

function madeInternal(object: KubeObject): KubeObject {
  if (object.kind === 'IngressClassParams') return setField(object, ['spec', 'scheme'], 'internal');
  if (kindKey(object) === '/Service')
    return textAt(object, 'spec.type') === 'LoadBalancer' ? annotated(object, OF_SERVICES) : object;
  return isForAlb(object) ? annotated(object, OF_INGRESSES) : object;
}

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
