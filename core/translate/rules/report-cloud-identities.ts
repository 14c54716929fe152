import { pointer } from '../../../kube/fields.ts';
import { type Cloud, cloudOf, isBetweenClouds } from '../context.ts';
import { valuesAt } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { CLOUD_IDENTITIES } from '../tables/cloud-identities.ts';
import { KEEP, warning } from '../verdicts.ts';

export const reportCloudIdentities: Rule = {
  name: 'report-cloud-identities',
  description:
    'Between two clouds, what has a controller sign in to the cloud of the source by an identity of that cloud, or use a service of it, is named.',
  appliesTo: [...new Set(Object.values(CLOUD_IDENTITIES).flatMap((kinds) => Object.keys(kinds)))],
  apply(object, context) {
    if (!isBetweenClouds(context)) return KEEP;
    const cloud = cloudOf(context.source);
    const findings = (CLOUD_IDENTITIES[cloud][kindKey(object)] ?? []).flatMap(({ at: where, is, does }) =>
      valuesAt(object, where)
        .filter(({ value }) => is === undefined || is.test(String(value)))
        .map(({ at }) =>
          warning(pointer(at), `It ${does}, and pods of the target have no identity there. ${WAYS[cloud]}`),
        ),
    );
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};

const WAYS: Record<Cloud, string> = {
  azure:
    'Give it credentials that are valid outside of Azure, or its counterpart in AWS, in the target or by a rule of your own.',
  aws: 'Give it credentials that are valid outside of AWS, or its counterpart in Azure, in the target or by a rule of your own.',
};
