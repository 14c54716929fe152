import { fieldAt, type Path, pointer, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { mapAwsIds } from '../aws-ids.ts';
import type { TranslationContext } from '../context.ts';
import { edit, editEach, removeEntries, setField, valuesAt } from '../edit.ts';
import { kindKey, mayAskForLoadBalancer } from '../pod-templates.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import {
  ADDRESS_ANNOTATIONS,
  AWS_ID_ANNOTATION_PREFIXES,
  AWS_ID_ANNOTATIONS,
  AWS_ID_FIELDS,
  GUARDS,
  LOG_BUCKET,
  NEVER_SHARED,
  REMOVABLE_FIELDS,
  SCHEMES,
} from '../tables/aws-ids.ts';
import { block, changed, KEEP, warning } from '../verdicts.ts';

const PUBLIC = 'internet-facing';

export const mapAwsIdsOfObjects: Rule = {
  name: 'map-aws-ids',
  description:
    'Certificates, subnets, security groups and the like become those of mappings.arns; what cannot work in the target is removed, and a migration that would open a load balancer to the internet by it is blocked.',
  appliesTo: ['*'],
  apply(object, context) {
    if (!mayAskForLoadBalancer(object)) return KEEP;
    const fields = AWS_ID_FIELDS[kindKey(object)] ?? [];
    const foreign = fields.length > 0 ? foreignField(object, fields, context) : undefined;
    if (foreign) return foreign;
    const mapped = fields.reduce(
      (current, where) => edit(current, where, (value) => mapAwsIds(String(value), context).text),
      object,
    );
    const lost: Lost[] = [];
    const annotated = mapAnnotations(mapped, context, lost);
    const bare = mapRemovable(annotated, context, lost);
    const open = context.profile === 'migrate' && isPublic(object) ? lost.filter(({ guards }) => guards) : [];
    if (open.length > 0) return opened(object, open);
    const findings = lost.map(({ at, sentence }) => warning(at, sentence));
    return changed(object, bare, [...findings, ...logFindings(object, context)]);
  },
};

/** What is taken away or shortened. */
interface Lost {
  at: string;
  what: string;
  sentence: string;
  guards: boolean;
}

/** Of load balancers, on the object itself and wherever a gateway or an operator copies annotations from. */
function mapAnnotations(object: KubeObject, context: TranslationContext, lost: Lost[]): KubeObject {
  const mapped = editEach(object, (name, value, at) => {
    if (!namesAwsIds(name) || typeof value !== 'string') return value;
    const after = mapValue(name, value, context);
    if (after.unmapped.length > 0) {
      const isGone = after.text === undefined;
      const sentence = `Annotation ${name} ${isGone ? 'is removed' : 'is shortened'}: the target has no ${after.unmapped.join(', ')}. Name the counterparts in mappings.arns.`;
      lost.push({
        at: pointer(at),
        what: `${name} (${after.unmapped.join(', ')})`,
        sentence,
        guards: isGone && GUARDS.includes(name),
      });
    }
    return after.text;
  });
  return removeEmpty(mapped);
}

/** Annotations with no entry left are none. */
const removeEmpty = (object: KubeObject) => removeEntries(object, ['metadata', 'annotations'], () => false);

function mapRemovable(object: KubeObject, context: TranslationContext, lost: Lost[]): KubeObject {
  return (REMOVABLE_FIELDS[kindKey(object)] ?? []).reduce(
    (current, { at: where, field, guards = false }) =>
      edit(current, where, (value, at) => {
        const id = field === undefined ? value : fieldAt(value, [field]);
        if (typeof id !== 'string') return value;
        const { text, unmapped } = mapAwsIds(id, context);
        if (unmapped.length === 0) return field === undefined ? text : setField(value, [field], text);
        const sentence = `${object.kind} loses ${unmapped.join(', ')}, which the target does not have; name the counterpart in mappings.arns.`;
        lost.push({ at: pointer(at), what: unmapped.join(', '), sentence, guards });
        return undefined;
      }),
    object,
  );
}

function isPublic(object: KubeObject): boolean {
  const annotations = object.metadata.annotations ?? {};
  return textAt(object, 'spec.scheme') === PUBLIC || SCHEMES.some((name) => annotations[name] === PUBLIC);
}

/** Without a security group of its own a load balancer gets one that lets everybody in (annotation inbound-cidrs). */
function opened({ kind, metadata }: KubeObject, lost: Lost[]): Verdict {
  const guards = lost.map(({ what }) => what).join(', ');
  return block(
    `The load balancer of ${kind} ${metadata.name} is internet-facing, and what guards it is of the source: without ${guards} it would be open to the internet. Name the counterparts in mappings.arns, or make it internal at the source first.`,
    lost[0]!.at,
  );
}

/** Access logs go to a bucket by name, which may well be of another account: named, but left. */
function logFindings(object: KubeObject, { source, target }: TranslationContext): RuleFinding[] {
  if (source.account === target.account) return [];
  const buckets = Object.entries(object.metadata.annotations ?? {}).flatMap(([name, value]) => {
    const bucket = name === LOG_BUCKET ? value : /access_logs\.s3\.bucket=([^,]+)/.exec(value)?.[1];
    return bucket ? [{ name, bucket }] : [];
  });
  return buckets.map(({ name, bucket }) =>
    warning(
      pointer(['metadata', 'annotations', name]),
      `Access logs go to bucket ${bucket}; check that the load balancers of the target may write there.`,
    ),
  );
}

function namesAwsIds(name: string): boolean {
  return AWS_ID_ANNOTATIONS.includes(name) || AWS_ID_ANNOTATION_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** A list keeps the items that work; a JSON value works as a whole or not at all. */
function mapValue(
  name: string,
  value: string,
  context: TranslationContext,
): { text: string | undefined; unmapped: string[] } {
  if (ADDRESS_ANNOTATIONS.includes(name) && context.source.cluster !== context.target.cluster) {
    const isKnown = context.mappings.arns[value] !== undefined || Object.values(context.mappings.arns).includes(value);
    return isKnown ? mapAwsIds(value, context) : { text: undefined, unmapped: [value] };
  }
  const whole = mapAwsIds(value, context);
  if (whole.unmapped.length === 0) return whole;
  if (/^\s*[{[]/.test(value)) return { text: undefined, unmapped: whole.unmapped };
  const kept = value
    .split(',')
    .map((item) => mapAwsIds(item.trim(), context))
    .filter(({ unmapped }) => unmapped.length === 0);
  return { text: kept.length > 0 ? kept.map(({ text }) => text).join(',') : undefined, unmapped: whole.unmapped };
}

/** An object that would do harm with an id of the source: what two clusters would share is one even within one account. */
function foreignField(object: KubeObject, fields: readonly Path[], context: TranslationContext): Verdict | undefined {
  for (const { value, at } of fields.flatMap((where) => valuesAt(object, where))) {
    const [id] = mapAwsIds(String(value), context).unmapped;
    const shared = id ?? (isShared(object, String(value), context) ? String(value) : undefined);
    if (shared)
      return block(
        `${object.kind} names ${shared} of the source, which the clone would share or miss; name its counterpart in mappings.arns["${shared}"].`,
        pointer(at),
      );
  }
  return undefined;
}

/** The controller of each cluster takes the other one's pods out of a target group (aws-load-balancer-controller#2757). */
function isShared(object: KubeObject, id: string, { source, target, mappings }: TranslationContext): boolean {
  const isMapped = mappings.arns[id] !== undefined || Object.values(mappings.arns).includes(id);
  return (
    NEVER_SHARED.includes(kindKey(object)) &&
    id.includes(':targetgroup/') &&
    source.cluster !== target.cluster &&
    !isMapped
  );
}
