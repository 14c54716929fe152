import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { isSnapshotId, snapshotsOfOthers, tagOf } from '../../core/base/request/allowed-snapshots.ts';
import { snapshotArn } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';

type Conditions = Record<string, Record<string, unknown>>;

/** What the routes of a place may use of the snapshots that others have made. */
const allowedOf = ({ routes }: Pick<MemberPlace, 'routes'>) =>
  unique(routes.flatMap(({ source }) => snapshotsOfOthers(source)));

/**
 * The same rights on each snapshot of others that the routes allow, and on no other: one statement for those named by id, and
 * one for each tag, since conditions on several keys would all have to hold. None where the routes allow none.
 */
export function onAllowedSnapshots(
  place: Pick<MemberPlace, 'routes' | 'region'>,
  sid: string,
  actions: string[],
  conditions: Conditions = {},
): PolicyStatement[] {
  const allowed = allowedOf(place);
  const ids = allowed.filter(isSnapshotId).map((id) => snapshotArn(place.region, id));
  const tags = Map.groupBy(allowed.filter((each) => !isSnapshotId(each)).map(tagOf), ([key]) => key);
  const byIds = ids.length > 0 ? [new PolicyStatement({ sid: `${sid}ById`, actions, resources: ids, conditions })] : [];
  const byTags = [...tags].map(
    ([key, pairs], at) =>
      new PolicyStatement({
        sid: `${sid}ByTag${at + 1}`,
        actions,
        resources: [snapshotArn(place.region)],
        conditions: {
          ...conditions,
          StringLike: { ...conditions.StringLike, [`aws:ResourceTag/${key}`]: pairs.map(([, value]) => value) },
        },
      }),
  );
  return [...byIds, ...byTags];
}
