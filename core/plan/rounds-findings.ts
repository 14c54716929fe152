import { type Finding, findingsBy } from '../../kube/finding.ts';
import type { ObjectRef } from '../../kube/kube-object.ts';
import type { Migration } from '../base/request/migration.ts';
import { AROUND_SECONDS } from '../base/run/downtime.ts';
import { brings, strategyOf, takesSnapshot } from '../base/strategies.ts';
import { estimate } from './volumes/estimate.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

const about = findingsBy('cut-over');
const REQUEST: ObjectRef = { apiVersion: 'kubeferry', kind: 'Request', name: 'migrate' };

/** Of all that is written, how much changes from one round to the next where no earlier run has measured it. */
const ASSUMED_CHANGE = 0.01;

/**
 * How long the cut-over of a migration in rounds is expected to take, by what earlier runs have measured of each claim, or
 * by an assumption that the sentence names; a blocker where it cannot be met however little changes.
 */
export function roundsFindings(
  { cutOver, maxDowntimeMinutes }: Migration,
  volumes: readonly PlannedVolume[],
): Finding[] {
  const moved = volumes.filter(brings);
  const least = Math.ceil(AROUND_SECONDS / 60 + Math.max(0, ...moved.map(leastMinutes)));
  if (least > maxDowntimeMinutes) {
    const slow = moved.filter(
      (volume) => !isAhead(volume) && AROUND_SECONDS / 60 + volume.minutes > maxDowntimeMinutes,
    );
    const why =
      slow.length > 0 ? `: ${slow.map(({ claim }) => `claim ${claim}`).join(', ')} cannot be copied before it` : '';
    return [
      about(
        REQUEST,
        'blocker',
        `A cut-over takes the source down for ${least} minutes at least${why}, and ${maxDowntimeMinutes} are allowed. Set migrate.maxDowntimeMinutes to ${least} or more.`,
      ),
    ];
  }
  const expected = Math.ceil(AROUND_SECONDS / 60 + Math.max(0, ...moved.map(expectedMinutes)));
  const measured = moved.every((volume) => !isAhead(volume) || volume.basis === 'changes');
  const by = measured
    ? 'as earlier runs have measured'
    : `if ${ASSUMED_CHANGE * 100} % of the data changes during a round`;
  return [
    about(
      REQUEST,
      'warning',
      `The workload is copied in rounds while it runs. The cut-over, ${WHEN[cutOver] ?? `at ${cutOver}`}, takes it down for about ${expected} minutes, ${by}; the rounds measure it, and where it would be more than the ${maxDowntimeMinutes} allowed the run ends and the source was not touched.`,
    ),
  ];
}

const WHEN: Record<string, string> = {
  now: 'as soon as its changes are few',
  'on-approval': 'when somebody approves it',
};

/** Its data changes as long as the source works, and can be brought before. */
const isAhead = (volume: PlannedVolume) => takesSnapshot(volume);

const leastMinutes = (volume: PlannedVolume) => (isAhead(volume) ? 0 : volume.minutes);

function expectedMinutes(volume: PlannedVolume): number {
  if (!isAhead(volume)) return volume.minutes;
  const { strategy, sizeGiB, gibibytes = sizeGiB, basis } = volume;
  const changed = basis === 'changes' ? gibibytes : gibibytes * ASSUMED_CHANGE;
  return estimate(strategy, strategyOf(strategy).pace ? changed : 0, false).minutes;
}
