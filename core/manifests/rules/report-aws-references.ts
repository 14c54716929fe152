import type { TranslationContext } from '../context.ts';
import { valuesAt } from '../edit.ts';
import { type Path, path, pointer } from '../fields.ts';
import type { KubeObject } from '../kube-object.ts';
import { CONTAINER_LISTS, kindKey, POD_KINDS, POD_TEMPLATES } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { KEEP, warning } from '../verdicts.ts';

const IN_CONTAINERS = ['env.*.value', 'args.*'];
const SEARCHED: Record<string, readonly Path[]> = {
  '/ConfigMap': [path('data.*')],
  'external-secrets.io/ExternalSecret': [path('spec.data.*.remoteRef.key'), path('spec.dataFrom.*.extract.key')],
};

export const reportAwsReferences: Rule = {
  name: 'report-aws-references',
  description:
    'ARNs and queue URLs of the source account in configuration are named: through them a clone acts on what its original uses.',
  appliesTo: [...POD_KINDS, ...Object.keys(SEARCHED)],
  apply(object, context) {
    if (context.source.account === context.target.account) return KEEP;
    const findings = placesOf(object)
      .flatMap((where) => valuesAt(object, where))
      .flatMap(({ value, at }) =>
        foreignNames(String(value), context).map((name) =>
          warning(pointer(at), `${name} belongs to the source account; the clone would use it, or fail without it.`, {
            current: name,
          }),
        ),
      );
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};

function placesOf(object: KubeObject): readonly Path[] {
  const template = POD_TEMPLATES[kindKey(object)];
  if (!template) return SEARCHED[kindKey(object)] ?? [];
  return CONTAINER_LISTS.flatMap((list) =>
    IN_CONTAINERS.map((field) => [...template, 'spec', list, '*', ...path(field)]),
  );
}

/** ARNs with the account in them, and SQS queue URLs; each once. */
function foreignNames(text: string, { source }: TranslationContext): string[] {
  if (!text.includes(source.account)) return [];
  const names = new RegExp(
    `arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:${source.account}:[\\w/:.+=@-]+|https://sqs\\.[\\w.-]+/${source.account}/[\\w-]+`,
    'g',
  );
  return [...new Set(text.match(names) ?? [])];
}
