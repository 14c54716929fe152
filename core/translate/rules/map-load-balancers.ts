import { fieldAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { betweenClouds, guardsAmong, nestedBetweenClouds, opened, tellLost } from '../annotations-between-clouds.ts';
import { cloudOf, isBetweenClouds, type TranslationContext } from '../context.ts';
import { removeFields, setField } from '../edit.ts';
import { kindKey, mayAskForLoadBalancer } from '../pod-templates.ts';
import type { Rule, Verdict } from '../rule.ts';
import {
  INTERNAL_OF_AWS,
  INTERNAL_OF_AZURE,
  RANGES_OF_AZURE,
  SCHEME_OF_AWS,
  SERVICE_CLASSES_OF_AWS,
  SERVICE_PAIRS,
  TYPE_OF_AWS,
  TYPES_OF_CONTROLLER,
} from '../tables/load-balancers-of-clouds.ts';
import { block, changed, KEEP } from '../verdicts.ts';

const ANNOTATIONS = ['metadata', 'annotations'];
const RANGES = ['spec', 'loadBalancerSourceRanges'];
const CLASS = ['spec', 'loadBalancerClass'];
/** They say internal or not, which is said in the words of the target. */
const SAID = [INTERNAL_OF_AZURE, RANGES_OF_AZURE, SCHEME_OF_AWS, INTERNAL_OF_AWS, TYPE_OF_AWS];

export const mapLoadBalancers: Rule = {
  name: 'map-load-balancers',
  description:
    'Between two clouds, annotations for load balancers of Services, and of gateways and operators that make some, become those of the target; what has no counterpart is removed, and named.',
  appliesTo: ['*'],
  apply(object, context) {
    if (!isBetweenClouds(context) || !mayAskForLoadBalancer(object) || OF_OTHER_RULES.includes(kindKey(object)))
      return KEEP;
    if (kindKey(object) !== '/Service') return mapNested(object, context);
    if (isOfTarget(object, context)) return KEEP;
    const { mapped, lost } = betweenClouds(object, SERVICE_PAIRS, context);
    if (textAt(object, 'spec.type') !== 'LoadBalancer') return changed(object, mapped, tellLost(lost, SAID));
    const isPublic = cloudOf(context.source) === 'azure' ? !isInternalInAzure(object) : !isInternalInAws(object);
    const guards = guardsAmong(lost);
    if (isPublic && guards.length > 0 && context.profile === 'migrate') return exposed(object, guards);
    const said = cloudOf(context.target) === 'aws' ? forAws(mapped, object, isPublic) : forAzure(mapped, isPublic);
    return changed(object, said, tellLost(lost, SAID));
  },
};

/** Ingresses, which have a rule of their own, and what only describes objects. */
const OF_OTHER_RULES = ['networking.k8s.io/Ingress', 'apiextensions.k8s.io/CustomResourceDefinition'];

/** Where nothing is said of who may call, the defaults of the other cloud hold, and a clone says it by keep-load-balancers-internal. */
function mapNested(object: KubeObject, context: TranslationContext): Verdict {
  const { mapped, lost } = nestedBetweenClouds(object, SERVICE_PAIRS, context, (given): Record<string, string> => {
    if (cloudOf(context.target) === 'aws') {
      const said = given[INTERNAL_OF_AZURE];
      return said === undefined ? {} : { [SCHEME_OF_AWS]: said === 'true' ? 'internal' : 'internet-facing' };
    }
    const said = given[SCHEME_OF_AWS] ?? given[INTERNAL_OF_AWS];
    return said === undefined ? {} : { [INTERNAL_OF_AZURE]: /^(internet-facing|false)$/.test(said) ? 'false' : 'true' };
  });
  return changed(object, mapped, tellLost(lost, SAID, []));
}

/** A Service says it in the words of one cloud; one that is translated already has those of the target. */
const isOfTarget = ({ metadata: { annotations = {} } }: KubeObject, { target }: TranslationContext) =>
  (cloudOf(target) === 'aws' ? SCHEME_OF_AWS : INTERNAL_OF_AZURE) in annotations;

const isInternalInAzure = ({ metadata }: KubeObject) => metadata.annotations?.[INTERNAL_OF_AZURE] === 'true';

/** Without a word about it, those of the AWS load balancer controller are internal, and those of the in-tree controller are not. */
function isInternalInAws(object: KubeObject): boolean {
  const { annotations = {} } = object.metadata;
  const scheme = annotations[SCHEME_OF_AWS];
  if (scheme !== undefined) return scheme !== 'internet-facing';
  if (annotations[INTERNAL_OF_AWS] !== undefined) return annotations[INTERNAL_OF_AWS] !== 'false';
  const isOfController =
    TYPES_OF_CONTROLLER.includes(annotations[TYPE_OF_AWS] ?? '') ||
    SERVICE_CLASSES_OF_AWS.includes(textAt(object, CLASS) ?? '');
  return isOfController;
}

function forAws(object: KubeObject, source: KubeObject, isPublic: boolean): KubeObject {
  const scheme = isPublic ? 'internet-facing' : 'internal';
  const ranges = (source.metadata.annotations?.[RANGES_OF_AZURE] ?? '').split(',').filter(Boolean);
  const before = fieldAt(object, RANGES);
  const all = [...new Set([...(Array.isArray(before) ? before : []), ...ranges])];
  const named = setField(object, [...ANNOTATIONS, SCHEME_OF_AWS], scheme);
  return ranges.length > 0 ? setField(named, RANGES, all) : named;
}

function forAzure(object: KubeObject, isPublic: boolean): KubeObject {
  const isOfAws = SERVICE_CLASSES_OF_AWS.includes(textAt(object, CLASS) ?? '');
  const bare = isOfAws ? removeFields(object, [CLASS]) : object;
  return setField(bare, [...ANNOTATIONS, INTERNAL_OF_AZURE], isPublic ? 'false' : 'true');
}

const exposed = (object: KubeObject, guards: string[]): Verdict =>
  block(opened(object, guards), '/metadata/annotations');
