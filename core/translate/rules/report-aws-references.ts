import { pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import { accountOf, isOfTarget } from '../aws-references.ts';
import { mayNameAzure } from '../azure-references.ts';
import { cloudReferences } from '../cloud-references.ts';
import { type ClusterFacts, isBetweenClouds, type Mappings, type TranslationContext } from '../context.ts';
import { eachText } from '../each-text.ts';
import { kindKey } from '../pod-templates.ts';
import { isSecret } from '../privacy.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { AWS_ID_ANNOTATIONS, AWS_ID_FIELDS } from '../tables/aws-ids.ts';
import { IRSA } from '../tables/irsa.ts';
import { KEEP, warning } from '../verdicts.ts';

/** As many findings of one object as a person reads. */
const MOST = 20;

/** Kinds whose AWS ids and zones rules of their own treat. */
const TREATED = [
  ...Object.keys(AWS_ID_FIELDS),
  'gateway.k8s.aws/LoadBalancerConfiguration',
  '/PersistentVolume',
  '/Node',
  'storage.k8s.io/StorageClass',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'karpenter.k8s.aws/EC2NodeClass',
  'eks.amazonaws.com/NodeClass',
  'karpenter.sh/NodePool',
];

export const reportAwsReferences: Rule = {
  name: 'report-aws-references',
  description:
    'Names of AWS, and from AKS of Azure, in any value are named: through ARNs, ids, endpoints, accounts and Regions a clone acts on what its original uses.',
  appliesTo: ['*'],
  apply(object, context) {
    const { profile, source, target } = context;
    if (source.account === '' || TREATED.includes(kindKey(object))) return KEEP;
    if (profile === 'migrate' && source.account === target.account && !isBetweenClouds(context)) return KEEP;
    const found = new Map<string, RuleFinding>();
    eachText(object, (text, at) => {
      for (const seen of reachedBy(text, at, object, context)) {
        if (found.size < MOST && !found.has(seen.name))
          found.set(seen.name, findingOf(seen, pointer(at), object, context));
      }
    });
    return found.size > 0 ? { do: 'keep', findings: [...found.values()] } : KEEP;
  },
};

interface Reached {
  name: string;
  what: string;
}

const counterparts = memo(({ arns, roles }: Mappings) => new Set([...Object.values(arns), ...Object.values(roles)]));

function reachedBy(text: string, at: readonly string[], object: KubeObject, context: TranslationContext): Reached[] {
  const { source, target, mappings } = context;
  if (text.length < 4 || !mayName(text, source) || isTreated(at, object, context)) return [];
  if (at[0] === 'metadata' && isSecret(object)) return [];
  const names = cloudReferences(text, context).filter(
    ({ name }) => !counterparts(mappings).has(name) && !isOfTarget(name, source, target),
  );
  if (names.length > 0) return names;
  if (hasAccount(text, source.account) && source.account !== target.account && !text.includes('.dkr.ecr.')) {
    return [{ name: source.account, what: 'account' }];
  }
  return placeNames(text, at, object, source, target);
}

/** A quick look first, since most texts name nothing: AWS domains, ARNs, buckets, file systems, account, Region, cluster. */
const mayName = (text: string, { account, region, cluster, cloud }: ClusterFacts) =>
  (cloud === 'azure' && mayNameAzure(text)) ||
  text.includes('aws') ||
  text.includes('s3') ||
  text.includes('fs') ||
  text.includes('amazoncognito') ||
  text.includes(account) ||
  text === region ||
  text.endsWith(cluster);

/** Annotations that rules of their own treat; a role of another account is named by map-roles. */
function isTreated(at: readonly string[], object: KubeObject, { source, target }: TranslationContext): boolean {
  const name = at.at(-1) ?? '';
  if (AWS_ID_ANNOTATIONS.includes(name)) return true;
  return name === IRSA.role && source.account !== target.account && object.kind === 'ServiceAccount';
}

function hasAccount(text: string, account: string): boolean {
  const at = text.indexOf(account);
  return at >= 0 && !/\d/.test(text[at - 1] ?? '') && !/\d/.test(text[at + account.length] ?? '');
}

/** The source's Region as a value of its own, and the source cluster's name where a flag or variable says that it is one. */
function placeNames(
  text: string,
  at: readonly string[],
  object: KubeObject,
  source: ClusterFacts,
  target: ClusterFacts,
): Reached[] {
  if (text === source.region && source.region !== target.region) return [{ name: text, what: 'Region' }];
  if (source.cluster === target.cluster) return [];
  const flag = /^--[a-z-]*cluster[-_]?name=(.+)$/i.exec(text)?.[1];
  const isCluster = flag === source.cluster || (text === source.cluster && isClusterVariable(object, at));
  return isCluster ? [{ name: source.cluster, what: 'cluster' }] : [];
}

function isClusterVariable(object: KubeObject, at: readonly string[]): boolean {
  if (at.at(-1) !== 'value' || at.at(-3) !== 'env') return false;
  const variable = at.slice(0, -1).reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], object);
  return /cluster_?name$/i.test(String((variable as { name?: unknown }).name));
}

function findingOf({ name, what }: Reached, at: string, object: KubeObject, context: TranslationContext): RuleFinding {
  const reach = context.profile === 'clone' ? { reachesOut: true as const } : {};
  const consequence = `${CONSEQUENCES[what] ?? 'the clone would act on it, or fail without it.'} ${wayOut(what, object, context)}`;
  if (isSecret(object)) {
    const key = at.slice(at.indexOf('/', 1) + 1);
    return warning(at, `Key ${key} names production's ${what}: ${consequence}`, reach);
  }
  return warning(at, `${name} ${relation(name, what, context)}: ${consequence}`, { current: name, ...reach });
}

/** What follows where a name is that of a place rather than of a resource. */
const CONSEQUENCES: Record<string, string> = {
  Region: 'clients that go by it act there.',
  cluster: 'a controller that goes by it acts on what the source cluster has.',
  account: 'what is named with it is not of the target.',
};

function relation(name: string, what: string, { profile, source }: TranslationContext): string {
  if (what in CONSEQUENCES) return `is the ${what} of the source`;
  if (profile === 'clone') return `reaches production's ${what}`;
  return accountOf(name) === source.account
    ? `(${what}) belongs to the source account`
    : `is a name of the source (${what})`;
}

function wayOut(what: string, object: KubeObject, { profile, isolate }: TranslationContext): string {
  if (isolate) return 'The network policy of isolate is in its way.';
  const mapping = what === 'IAM role' ? 'mappings.roles' : 'mappings.arns';
  const map =
    isSecret(object) || object.kind === 'ConfigMap' ? 'Change it in the target' : `Name its counterpart in ${mapping}`;
  return profile === 'clone'
    ? `${map}, or isolate the clone (isolate) or keep it scaled down (start: scaled-down).`
    : `${map}, or let the target use it.`;
}
