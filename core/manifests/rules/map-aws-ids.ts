import { mapAwsIds } from '../aws-ids.ts';
import type { TranslationContext } from '../context.ts';
import { edit, removeEntries, valuesAt } from '../edit.ts';
import { pointer } from '../fields.ts';
import type { KubeObject } from '../kube-object.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import {
  ADDRESS_ANNOTATIONS,
  AWS_ID_ANNOTATION_PREFIXES,
  AWS_ID_ANNOTATIONS,
  AWS_ID_FIELDS,
  LOG_BUCKET,
} from '../tables/aws-ids.ts';
import { block, changed, warning } from '../verdicts.ts';

export const mapAwsIdsOfObjects: Rule = {
  name: 'map-aws-ids',
  description:
    'Certificates, subnets, security groups and the like become those of mappings.arns; what cannot work in the target is removed.',
  appliesTo: [
    'networking.k8s.io/Ingress',
    '/Service',
    'gateway.networking.k8s.io/Gateway',
    ...Object.keys(AWS_ID_FIELDS),
  ],
  apply(object, context) {
    const fields = AWS_ID_FIELDS[kindKey(object)];
    return fields ? mapFields(object, fields, context) : mapAnnotations(object, context);
  },
};

function mapAnnotations(object: KubeObject, context: TranslationContext): Verdict {
  const findings: RuleFinding[] = [];
  const mapped = edit(object, ['metadata', 'annotations', '*'], (value, at) => {
    const name = at.at(-1)!;
    if (!namesAwsIds(name) || typeof value !== 'string') return value;
    const after = mapValue(name, value, context);
    if (after.unmapped.length > 0) {
      const what = after.text === undefined ? 'is removed' : 'is shortened';
      findings.push(
        warning(
          pointer(at),
          `Annotation ${name} ${what}: the target has no ${after.unmapped.join(', ')}. Name the counterparts in mappings.arns.`,
        ),
      );
    }
    return after.text;
  });
  return changed(object, removeEntries(mapped, ['metadata', 'annotations'], NONE), [
    ...findings,
    ...logFindings(object, context),
  ]);
}

/** Removes no entry, but a map that has none left. */
const NONE = () => false;

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

function mapFields(object: KubeObject, fields: readonly (readonly string[])[], context: TranslationContext): Verdict {
  for (const { value, at } of fields.flatMap((where) => valuesAt(object, where))) {
    const [id] = mapAwsIds(String(value), context).unmapped;
    if (id)
      return block(
        `${object.kind} names ${id} of the source, which the clone would share or miss; name its counterpart in mappings.arns["${id}"].`,
        pointer(at),
      );
  }
  const mapped = fields.reduce(
    (current, where) => edit(current, where, (value) => mapAwsIds(String(value), context).text),
    object,
  );
  return changed(object, mapped);
}
