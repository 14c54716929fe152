import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { Request } from '../../base/request/request.ts';
import { blockersOf } from '../../plan/plan.ts';
import { readReactions } from '../../plan/quiesce/read-reactions.ts';
import { quiesceFindings } from '../../plan/quiesce-findings.ts';
import { tellBlockers } from '../../plan/tell-blockers.ts';

/** What would delete data of the source is a blocker of the plan; what has come since is seen before anything is changed. */
export async function refuseLosses(api: ClusterApi, request: Request, namespaces: string[]): Promise<void> {
  const reactions = await readReactions(api, request, namespaces);
  const losses = blockersOf({ findings: quiesceFindings(reactions, { ...request, cutOver: false }, []) });
  if (losses.length === 0) return;
  throw new KubeferryError(
    'PlanBlocked',
    `The source has changed since the plan, and was not scaled to zero, since it would lose data by that. ${tellBlockers(losses)}`,
    { problems: losses.map(({ object, sentence }) => ({ at: refText(object), message: sentence })) },
  );
}
