import { pointer } from '../../../kube/fields.ts';
import { hold, START } from '../hold.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { INACTIVE } from '../tables/inactive.ts';
import { changed, info, KEEP } from '../verdicts.ts';

export const startScaledDown: Rule = {
  name: 'start-scaled-down',
  description:
    'Where the request says so (start: scaled-down), nothing runs until somebody starts it: no replicas, suspended jobs, paused databases.',
  appliesTo: Object.keys(INACTIVE),
  apply(object, { start }) {
    if (start !== 'scaled-down') return KEEP;
    const fields = [INACTIVE[kindKey(object)]!].flat();
    const held = fields.reduce((current, { at, to }) => hold(current, at, to, START), object);
    const sentence = `${object.kind} waits, scaled down, until somebody starts it by the patch in its annotation ${START}.`;
    return changed(object, held, held === object ? [] : [info(pointer(fields[0]!.at), sentence)]);
  },
};
