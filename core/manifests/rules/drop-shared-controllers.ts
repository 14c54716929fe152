import { groupOf } from '../kube-object.ts';
import type { Rule } from '../rule.ts';
import { sharedController } from '../tables/shared-controllers.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

export const dropSharedControllers: Rule = {
  name: 'drop-shared-controllers',
  description:
    'Objects through which a controller steers AWS or other clusters stay behind: two controllers would own one thing.',
  appliesTo: ['*'],
  apply(object) {
    const reason = sharedController(groupOf(object.apiVersion), object.kind);
    return reason
      ? drop(reason, [warning('', `Not carried over: ${reason}. Make it by hand in the target if it belongs there.`)])
      : KEEP;
  },
};
