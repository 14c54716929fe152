import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { refText } from '../../../kube/kube-object.ts';
import { HOOK_LIBRARY } from '../../base/request/hooks/library.ts';
import type { Request } from '../../base/request/request.ts';
import { takesSnapshot } from '../../base/strategies.ts';
import { kindKey } from '../../translate/pod-templates.ts';
import { operatedKind } from '../../translate/recipes/recipes.ts';
import { stopCommand } from '../../translate/recipes/stop-command.ts';
import type { PlannedObject } from '../planned-object.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

const about = findingsBy('quiesce');

/**
 * What the copy of a database holds that an operator runs, and so is not scaled: most start from what a power cut leaves. Says as
 * well what is run in its pods first, or what could be.
 */
export function operatedData(
  { quiesce }: Pick<Request, 'quiesce'>,
  objects: readonly PlannedObject[],
  volumes: readonly PlannedVolume[],
): Finding[] {
  const homes = new Set(volumes.filter(takesSnapshot).map(({ claim }) => claim.split('/')[0]));
  const databases = objects.filter(
    ({ ref, outcome }) =>
      outcome === 'apply' && homes.has(ref.namespace) && operatedKind(kindKey(ref))?.data !== undefined,
  );
  const isHooked = ({ ref }: PlannedObject) => operatedKind(kindKey(ref))?.data?.hook !== undefined;
  return [
    ...databases.map((each) => tell(each, quiesce.operators === true)),
    ...(quiesce.operators && !databases.some(isHooked) ? [nothingToRun(objects)] : []),
  ];
}

function tell({ ref }: PlannedObject, asked: boolean): Finding {
  const { recovers, apart, hook } = operatedKind(kindKey(ref))!.data!;
  const does = hook && `${HOOK_LIBRARY[hook.use].does} (hook "${hook.use}")`;
  const stop = stopCommand({ ...ref, uid: '' }, ref.namespace);
  return about(
    ref,
    'info',
    [
      `The volumes of ${refText(ref)} are copied while it runs: ${recovers}.`,
      ...(apart ? [`Its instances are copied at moments of their own: ${apart}.`] : []),
      ...(does ? [asked ? `Its pods run ${does} first.` : `With quiesce.operators its pods run ${does} first.`] : []),
      ...(asked && !does ? ['quiesce.operators has nothing to run in its pods.'] : []),
      ...(stop ? [`For a copy of one moment, stop it for the time of the run: ${stop}.`] : []),
    ].join(' '),
  );
}

const nothingToRun = (objects: readonly PlannedObject[]): Finding =>
  about(
    objects[0]?.ref ?? { apiVersion: 'v1', kind: 'Namespace', name: '' },
    'warning',
    'quiesce.operators runs nothing: among the objects is no database of an operator whose recipe has a hook (CloudNativePG, the PostgreSQL operators of Zalando and Percona). Leave it out, or name a hook in quiesce.hooks.',
  );
