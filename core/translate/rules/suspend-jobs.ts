import { fieldAt, pointer } from '../../../kube/fields.ts';
import { setField } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { SWITCHES } from '../tables/switches.ts';
import { changed, info, KEEP, warning } from '../verdicts.ts';

export const suspendJobs: Rule = {
  name: 'suspend-jobs',
  description:
    'In a clone CronJobs and unfinished Jobs wait, suspended, until somebody wants them to act; a migration lets them run.',
  appliesTo: Object.keys(SWITCHES),
  apply(object, { profile }) {
    const { at, off } = SWITCHES[kindKey(object)]!;
    const isOff = fieldAt(object, at) === off;
    if (profile === 'clone') {
      const sentence = `${object.kind} is suspended in the clone; set ${pointer(at)} back when it may act.`;
      return changed(object, setField(object, at, off), isOff ? [] : [info(pointer(at), sentence)]);
    }
    if (object.kind !== 'Job' || isOff) return KEEP;
    return {
      do: 'keep',
      findings: [warning('', 'The Job is not finished; in the target it starts from its beginning.')],
    };
  },
};
