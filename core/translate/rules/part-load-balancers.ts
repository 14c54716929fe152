import { annotationOf, fieldAt, type Path, path, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { TranslationContext } from '../context.ts';
import { removeEntries, removeFields } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, Verdict } from '../rule.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

/** Names that are unique in one account and Region. */
const UNIQUE_IN_REGION = [
  'alb.ingress.kubernetes.io/load-balancer-name',
  'service.beta.kubernetes.io/aws-load-balancer-name',
];

const NAME_FIELDS: Record<string, Path> = {
  'elbv2.k8s.aws/IngressClassParams': path('spec.loadBalancerName'),
  'eks.amazonaws.com/IngressClassParams': path('spec.loadBalancerName'),
  'gateway.k8s.aws/LoadBalancerConfiguration': path('spec.loadBalancerName'),
};

/** Ingresses of one group share one load balancer; the group is known inside of one cluster. */
const SHARED_IN_CLUSTER = ['alb.ingress.kubernetes.io/group.name'];

export const partLoadBalancers: Rule = {
  name: 'part-load-balancers',
  description: 'Names through which a clone would take or join the load balancer of its original are removed.',
  appliesTo: ['networking.k8s.io/Ingress', '/Service', ...Object.keys(NAME_FIELDS)],
  apply(object, context) {
    const field = NAME_FIELDS[kindKey(object)];
    return field ? partField(object, field, context) : partAnnotations(object, context);
  },
};

/** A name in a field of a custom resource. */
function partField(object: KubeObject, field: Path, context: TranslationContext): Verdict {
  const name = isSameRegion(context) ? fieldAt(object, field) : undefined;
  if (name === undefined) return KEEP;
  const sentence = `${object.kind} names load balancer ${name}, which the source has in the same Region; the name is removed, so that the clone gets a load balancer of its own.`;
  return changed(object, removeFields(object, [field]), [warning(pointer(field), sentence)]);
}

function partAnnotations(object: KubeObject, context: TranslationContext): Verdict {
  const clashing = clashes(context).filter((name) => annotationOf(object, name) !== undefined);
  if (clashing.length === 0) return KEEP;
  const findings = clashing.map((name) =>
    warning(
      '/metadata/annotations',
      `Annotation ${name} (${annotationOf(object, name)}) is removed, so that the clone gets a load balancer of its own.`,
    ),
  );
  return changed(
    object,
    removeEntries(object, ['metadata', 'annotations'], (name) => clashing.includes(name)),
    findings,
  );
}

const isSameRegion = ({ source, target }: TranslationContext) =>
  source.account === target.account && source.region === target.region;

function clashes(context: TranslationContext): string[] {
  const isSameCluster = isSameRegion(context) && context.source.cluster === context.target.cluster;
  return [...(isSameRegion(context) ? UNIQUE_IN_REGION : []), ...(isSameCluster ? SHARED_IN_CLUSTER : [])];
}
