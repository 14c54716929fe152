import { isRecord, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { renameClusterTags } from '../cluster-tags.ts';
import type { TranslationContext } from '../context.ts';
import { edit, valuesAt } from '../edit.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import { BOUND_FIELDS, DOUBTFUL_FIELDS, NODE_CLASSES, TAG_FIELDS } from '../tables/node-kinds.ts';
import { changed, info, warning } from '../verdicts.ts';

export const mapNodeClasses: Rule = {
  name: 'map-node-classes',
  description:
    'Roles, subnets, security groups, images and keys of node classes become those of the mappings; one without a counterpart blocks, and cluster names in tags become that of the target.',
  appliesTo: NODE_CLASSES,
  apply(object, context) {
    const unmapped = BOUND_FIELDS.flatMap((where) => valuesAt(object, where)).flatMap(({ value, at }) => {
      const counterpart = counterpartOf(String(value), at, context);
      return counterpart === undefined ? refusal(object, String(value), at, context) : [];
    });
    if (unmapped.length > 0) return blocked(unmapped);
    const mapped = BOUND_FIELDS.reduce(
      (current, where) => edit(current, where, (value, at) => counterpartOf(String(value), at, context)),
      object,
    );
    const named = TAG_FIELDS.reduce(
      (current, where) => edit(current, where, (tags) => withTargetName(tags, context)),
      mapped,
    );
    return changed(object, named, [...tagFindings(mapped, named), ...doubts(object, context)]);
  },
};

const isRole = (at: string[]) => at.at(-1) === 'role';

/** Nodes name their role without account and path; mappings have ARNs. */
const sourceRole = (name: string, { source }: TranslationContext) => `arn:aws:iam::${source.account}:role/${name}`;
const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

/** Undefined when it is of the source alone. Keys that AWS keeps for each account have the same alias everywhere. */
function counterpartOf(value: string, at: string[], context: TranslationContext): string | undefined {
  const { arns, roles } = context.mappings;
  if (isRole(at)) {
    const mapped = Object.entries(roles).find(([arn]) => arn.startsWith('arn:') && isArnOf(arn, value, context));
    if (mapped) return nameOf(mapped[1]);
    if (Object.values(roles).some((arn) => nameOf(arn) === value)) return value;
  }
  if (arns[value] !== undefined) return arns[value];
  if (Object.values(arns).includes(value) || value.startsWith('alias/aws/')) return value;
  return isSamePlace(at, context) ? value : undefined;
}

const isArnOf = (arn: string, name: string, { source }: TranslationContext) =>
  arn.split(':')[4] === source.account && nameOf(arn) === name;

/** Roles and instance profiles are of an account, all others of a Region as well. */
function isSamePlace(at: string[], { source, target }: TranslationContext): boolean {
  const ofAccount = isRole(at) || at.at(-1) === 'instanceProfile';
  return source.account === target.account && (ofAccount || source.region === target.region);
}

function refusal(object: KubeObject, value: string, at: string[], context: TranslationContext): RuleFinding {
  const key = isRole(at) ? sourceRole(value, context) : value;
  return {
    severity: 'blocker',
    path: pointer(at),
    current: value,
    sentence: `${object.kind} ${object.metadata.name} names ${value} of the source in ${at.join('.')}; name its counterpart in the route's target.create.map["${key}"].`,
  };
}

/** All of them at once; the first is the reason. */
function blocked([first, ...others]: RuleFinding[]): Verdict {
  return { do: 'block', reason: first!.sentence, path: first!.path, findings: others };
}

const withTargetName = (tags: unknown, { source, target }: TranslationContext): unknown =>
  isRecord(tags) ? renameClusterTags(tags, source.cluster, target.cluster) : tags;

/** Selectors by tag find nothing until somebody tags the target's subnets and groups so. */
function tagFindings(before: KubeObject, after: KubeObject): RuleFinding[] {
  return TAG_FIELDS.flatMap((where) => valuesAt(after, where))
    .filter(({ value, at }) => at.includes('tags') && at.length > 2 && valuesAt(before, at)[0]?.value !== value)
    .map(({ value, at }) =>
      info(
        pointer(at),
        `It selects by ${JSON.stringify(value)} now; what it is to find in the target needs these tags.`,
      ),
    );
}

function doubts(object: KubeObject, { source, target }: TranslationContext): RuleFinding[] {
  if (source.account === target.account && source.region === target.region && source.cluster === target.cluster)
    return [];
  return DOUBTFUL_FIELDS.flatMap(({ at: where, why }) =>
    valuesAt(object, where).map(({ at }) => warning(pointer(at), `${at.join('.')} is copied as it is; ${why}.`)),
  );
}
