/** Velero's change-image-name (https://velero.io/docs/v1.18/restore-reference/#changing-podsdeploymentstatefulsetdaemonsetreplicasetreplicationcontrollerjobcronjob-image-repositories). */
import type { Path } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { edit } from '../edit.ts';
import { changedTo } from '../own/own-rule.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';

const VELERO_IMAGES = 'velero-images';

const TEMPLATE: Path = ['spec', 'template', 'spec'];

/** Where its kinds have containers. */
const PODS: Record<string, Path> = {
  '/Pod': ['spec'],
  'apps/Deployment': TEMPLATE,
  'apps/StatefulSet': TEMPLATE,
  'apps/DaemonSet': TEMPLATE,
  'apps/ReplicaSet': TEMPLATE,
  '/ReplicationController': TEMPLATE,
  'batch/Job': TEMPLATE,
  'batch/CronJob': ['spec', 'jobTemplate', ...TEMPLATE],
};

/** Rows are `old,new`: of the first whose old part an image has, each such part becomes the new one. */
export const veleroImages = (rows: readonly string[]): Rule => ({
  name: VELERO_IMAGES,
  description: `Image names as Velero's change-image-name has them: ${rows.length}.`,
  appliesTo: Object.keys(PODS),
  apply: (object) => {
    const changed = ['containers', 'initContainers'].reduce<KubeObject>(
      (current, list) =>
        edit(current, [...PODS[kindKey(object)]!, list, '*', 'image'], (image) => renamed(String(image), rows)),
      object,
    );
    return changed === object ? { do: 'keep' } : changedTo(changed, object, { name: VELERO_IMAGES });
  },
});

function renamed(image: string, rows: readonly string[]): string {
  if (image === '') return image;
  for (const row of rows) {
    const comma = row.indexOf(',');
    if (comma < 0 || row.length === comma + 1) continue;
    const old = row.slice(0, comma).trim();
    if (image.includes(old)) return image.replaceAll(old, () => row.slice(comma + 1).trim());
  }
  return image;
}
