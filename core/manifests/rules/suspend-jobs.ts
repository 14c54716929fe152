import { setField } from '../edit.ts';
import { fieldAt, path, pointer } from '../fields.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed, info, KEEP, warning } from '../verdicts.ts';

/** What starts work by itself, and the field or annotation that keeps it from doing so. */
const SWITCHES: Record<string, { at: readonly string[]; off: unknown }> = {
  'batch/CronJob': { at: path('spec.suspend'), off: true },
  'batch/Job': { at: path('spec.suspend'), off: true },
  'argoproj.io/CronWorkflow': { at: path('spec.suspend'), off: true },
  'keda.sh/ScaledJob': { at: ['metadata', 'annotations', 'autoscaling.keda.sh/paused'], off: 'true' },
};

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
