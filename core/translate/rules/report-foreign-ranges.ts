import { path, pointer } from '../../../kube/fields.ts';
import { valuesAt } from '../edit.ts';
import { ISOLATION } from '../isolation.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { KEEP, warning } from '../verdicts.ts';

/** Where ranges of addresses are, by `group/Kind`. */
const RANGES = {
  'networking.k8s.io/NetworkPolicy': [
    path('spec.ingress.*.from.*.ipBlock.cidr'),
    path('spec.egress.*.to.*.ipBlock.cidr'),
  ],
  '/Service': [path('spec.loadBalancerSourceRanges.*')],
} as const;

/** Private ranges (RFC 1918, RFC 6598, RFC 4193) mean another network in another VPC; public ones mean the same everywhere. */
const PRIVATE =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i;

export const reportForeignRanges: Rule = {
  name: 'report-foreign-ranges',
  description:
    'Private address ranges in policies are kept and named: in the network of the target they mean other machines.',
  appliesTo: Object.keys(RANGES),
  apply(object) {
    if (object.metadata.name === ISOLATION) return KEEP;
    const findings = RANGES[kindKey(object) as keyof typeof RANGES]
      .flatMap((where) => valuesAt(object, where))
      .filter(({ value }) => PRIVATE.test(String(value)))
      .map(({ value, at }) =>
        warning(pointer(at), `${value} is a range of the source's network; check what it means in the target.`),
      );
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};
