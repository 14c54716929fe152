import type { KubeObject } from '../../../kube/kube-object.ts';
import { actsOutside } from '../outside.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, Verdict } from '../rule.ts';
import { NODE_KINDS } from '../tables/node-kinds.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

export const dropSharedControllers: Rule = {
  name: 'drop-shared-controllers',
  description:
    'Objects through which a controller steers AWS or other clusters are not copied: two controllers would own one thing.',
  appliesTo: ['*'],
  apply(object, context) {
    if (NODE_KINDS.includes(kindKey(object)) && context.target.madeByRun) return madeByEks(object) ?? KEEP;
    const row = actsOutside(object, context).find(({ silence }) => silence.do === 'leave-behind');
    if (!row) return KEEP;
    const reason = `it ${row.acts}`;
    return drop(reason, [
      warning('', `Not carried over: ${reason}. Make it by hand in the target if it belongs there.`),
    ]);
  },
};

/** The node pools and the class that Auto Mode brings (https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html). */
function madeByEks({ kind, metadata }: KubeObject): Verdict | undefined {
  if (metadata.labels?.['app.kubernetes.io/managed-by'] !== 'eks') return undefined;
  return drop(`EKS Auto Mode makes its own ${kind} "${metadata.name}"`);
}
