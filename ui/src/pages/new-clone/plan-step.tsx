import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Refused } from '../../api/call.ts';
import type { Rights } from '../../api/rights.ts';
import type { Finding, PlanBody, Ref } from '../../api/types.ts';
import { Findings } from '../../parts/findings.tsx';
import { Objects } from '../../parts/objects/objects.tsx';
import { PlanFigures } from '../../parts/plan-figures.tsx';
import { PlanNotes } from '../../parts/plan-notes.tsx';
import { refText } from '../../parts/ref-text.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { Volumes } from '../../parts/volumes.tsx';
import { go } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { handOver } from './hand-over.ts';
import { StorageClasses } from './storage-classes.tsx';
import type { Planned } from './use-planned.ts';
import type { StepProps } from './workload-step.tsx';

interface PlanStepProps extends StepProps {
  planned: Planned;
  may: Rights;
  /** Why the clone was not started. */
  failed: Error | null;
  again(): void;
}

export function PlanStep({ route, planned, draft, change, box, may, failed, again }: PlanStepProps) {
  const { plan, error } = planned;
  if (error) return <Failed error={error} again={planned.again} right={`POST/routes/${route.name}/plans`} />;
  if (plan?.failure)
    return (
      <Alert type="error" header={en.plan.none}>
        {plan.failure.sentence}
      </Alert>
    );
  if (!plan?.plan) return <Loading text={en.newClone.planning} />;
  const isOther = failed instanceof Refused && failed.type === 'another-plan';
  return (
    <SpaceBetween size="l">
      {failed ? <Failed error={failed} again={again} right={`POST/routes/${route.name}/clones`} /> : null}
      {isOther ? <Alert type="info">{en.plan.changed}</Alert> : null}
      <Verdict plan={plan.plan} approval={route.approval === 'required'} />
      {may.clone ? null : <Alert type="info">{en.plan.mayOnlyPlan(route.name)}</Alert>}
      <PlanFigures plan={plan.plan} />
      <PlanNotes plan={plan.plan} />
      {may.makeSchedule ? (
        <Button
          onClick={() => {
            handOver(draft);
            go(`/new-schedule/${route.name}`);
          }}
        >
          {en.plan.scheduleInstead}
        </Button>
      ) : null}
      <StorageClasses findings={plan.plan.findings} {...{ draft, change }} />
      <Volumes volumes={plan.plan.volumes} />
      <Findings
        title={en.plan.warnings}
        findings={plan.plan.findings.filter(({ severity }) => severity === 'warning')}
      />
      <Objects folder="plans" route={route.name} id={plan.id} />
      {box}
    </SpaceBetween>
  );
}

/** What is in the way, each with its way out; or that nothing is. */
export function Verdict({ plan, approval }: { plan: PlanBody; approval: boolean }) {
  const blockers = plan.findings.filter(({ severity }) => severity === 'blocker');
  if (blockers.length === 0)
    return (
      <Alert type="success" header={en.plan.free}>
        {approval ? en.plan.needsApproval : undefined}
      </Alert>
    );
  return (
    <Alert type="error" header={en.plan.blocked(blockers.length)}>
      <ul>
        {blockers.map((finding: Finding) => (
          <li key={refText(finding.object as Ref) + finding.sentence}>
            {refText(finding.object as Ref)}: {finding.sentence}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
