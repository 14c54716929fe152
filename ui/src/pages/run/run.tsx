import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRights, useRun } from '../../api/queries.ts';
import type { Rights } from '../../api/rights.ts';
import type { Request, Run as RunOf } from '../../api/types.ts';
import { To } from '../../parts/list.tsx';
import { RequestBox } from '../../parts/request-box.tsx';
import { RunStatus } from '../../parts/run-status.tsx';
import { Answered } from '../../parts/states.tsx';
import { runPath } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { dateAndTime, span } from '../../texts/format.ts';
import { Actions } from './actions.tsx';
import { ApprovalBanner } from './approval.tsx';
import { Progress } from './progress.tsx';
import { Rounds } from './rounds.tsx';
import { StepTree } from './step-tree.tsx';

const NONE = {} as Rights;

/** One run, live. */
export default function Run({ labels: { route = '', id = '' } }: { labels: Record<string, string> }) {
  const run = useRun(route, id);
  const rights = useRights(route);
  return (
    <Answered query={run} right={`GET/routes/${route}/clones/*`}>
      {(found) => <Shown run={found} may={rights.data ?? NONE} />}
    </Answered>
  );
}

function Shown({ run, may }: { run: RunOf; may: Rights }) {
  const { route, id, status, failure, left, askedBy } = run;
  const isOver = status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={en.run.about(
          askedBy,
          dateAndTime(run.startedAt),
          run.estimate ? span(run.estimate.secondsLeft) : '',
        )}
        actions={<Actions run={run} may={may} />}
      >
        {en.run.title(run.mode, id)}
      </Header>
      <div aria-live="polite">
        <RunStatus status={status} waiting={run.approval?.status === 'waiting' ? true : undefined} mode={run.mode} />
      </div>
      {failure ? (
        <Alert type="error" header={run.rollBack ? en.run.ends.FAILED : en.run.ends[status]}>
          {failure.sentence}
        </Alert>
      ) : null}
      {left ? <Alert type="warning">{left}</Alert> : null}
      {run.approval ? <ApprovalBanner run={run} approval={run.approval} may={may.approve} /> : null}
      {isOver && run.mode === 'clone' ? <To path={`${runPath(route, id)}/report`}>{en.run.report}</To> : null}
      {run.volumes ? <Progress volumes={run.volumes} /> : null}
      {run.rounds ? <Rounds rounds={run.rounds} /> : null}
      <StepTree title={en.run.steps} steps={run.steps} />
      {run.rollBack?.steps ? <StepTree title={en.run.rollBack} steps={run.rollBack.steps} /> : null}
      {run.cleanUp?.steps ? <StepTree title={en.run.cleanUp} steps={run.cleanUp.steps} /> : null}
      <RequestBox route={route} request={run.request as Request} mode={run.mode} />
    </SpaceBetween>
  );
}
