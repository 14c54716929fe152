import { path } from '../../../kube/fields.ts';

/** What starts work by itself, and the field or annotation that keeps it from doing so. */
export const SWITCHES: Record<string, { at: readonly string[]; off: unknown }> = {
  'batch/CronJob': { at: path('spec.suspend'), off: true },
  'batch/Job': { at: path('spec.suspend'), off: true },
  'argoproj.io/CronWorkflow': { at: path('spec.suspend'), off: true },
  'keda.sh/ScaledJob': { at: ['metadata', 'annotations', 'autoscaling.keda.sh/paused'], off: 'true' },
};
