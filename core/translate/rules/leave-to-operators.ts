import { memo } from '../../../kube/memo.ts';
import type { SourceIndex } from '../context.ts';
import { kindKey } from '../pod-templates.ts';
import { LEFT_BEHIND } from '../recipes/recipes.ts';
import type { Rule } from '../rule.ts';
import { drop, KEEP } from '../verdicts.ts';

const operatedIn = memo(({ operated = [] }: SourceIndex) => new Set(operated));

export const leaveToOperators: Rule = {
  name: 'leave-to-operators',
  description:
    'What an operator makes again for a resource that is copied, although it owns none of it, or must not find in another cluster, is left to it.',
  appliesTo: [...new Set(LEFT_BEHIND.flatMap(({ kinds }) => kinds))],
  apply(object, { index }) {
    const kind = kindKey(object);
    for (const { kinds, of, owner, why } of LEFT_BEHIND) {
      const resource = kinds.includes(kind) ? of(object) : undefined;
      if (resource !== undefined && operatedIn(index).has(`${owner} ${resource}`))
        return drop(why.replace('NAME', resource.slice(resource.indexOf('/') + 1)));
    }
    return KEEP;
  },
};
