import { groupOf, type KubeObject } from '../kube-object.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, Verdict } from '../rule.ts';
import { NODE_KINDS } from '../tables/node-kinds.ts';
import { sharedController } from '../tables/shared-controllers.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

export const dropSharedControllers: Rule = {
  name: 'drop-shared-controllers',
  description:
    'Objects through which a controller steers AWS or other clusters stay behind: two controllers would own one thing.',
  appliesTo: ['*'],
  apply(object, { target }) {
    if (NODE_KINDS.includes(kindKey(object)) && target.madeByRun) return madeByEks(object) ?? KEEP;
    const reason = sharedController(groupOf(object.apiVersion), object.kind);
    return reason
      ? drop(reason, [warning('', `Not carried over: ${reason}. Make it by hand in the target if it belongs there.`)])
      : KEEP;
  },
};

/** The node pools and the class that Auto Mode brings (https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html). */
function madeByEks({ kind, metadata }: KubeObject): Verdict | undefined {
  if (metadata.labels?.['app.kubernetes.io/managed-by'] !== 'eks') return undefined;
  return drop(`EKS Auto Mode makes its own ${kind} "${metadata.name}"`);
}
