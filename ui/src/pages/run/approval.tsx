import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { usePlan } from '../../api/queries.ts';
import type { Approval, Run } from '../../api/types.ts';
import { Findings } from '../../parts/findings.tsx';
import { Objects } from '../../parts/objects/objects.tsx';
import { PlanFigures } from '../../parts/plan-figures.tsx';
import { PlanNotes } from '../../parts/plan-notes.tsx';
import { Answered, Failed } from '../../parts/states.tsx';
import { Volumes } from '../../parts/volumes.tsx';
import { en } from '../../texts/en.ts';
import { dateAndTime } from '../../texts/format.ts';

interface ApprovalProps {
  run: Run;
  approval: Approval;
  may: boolean;
}

/** Who approved it; or the question, with the plan that it is about. */
export function ApprovalBanner({ run, approval, may }: ApprovalProps) {
  const { status, by, at, reason, until } = approval;
  if (status === 'approved')
    return <Alert type="success">{en.approval.given(by ?? '', at ? dateAndTime(at) : '', reason)}</Alert>;
  if (status === 'ended') return null;
  return (
    <SpaceBetween size="m">
      <Alert type="warning" header={en.approval.waits(dateAndTime(until), approval.of)}>
        {may ? <Decide run={run} approval={approval} /> : en.approval.others}
      </Alert>
      <PlanOf route={run.route} id={run.id} />
    </SpaceBetween>
  );
}

/** Both answers name the plan and what was asked: what came meanwhile is neither approved nor refused. */
function Decide({ run, approval: { planHash, of } }: { run: Run; approval: Approval }) {
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (reject: boolean) =>
      call('POST', `/routes/${run.route}/clones/${run.id}/approve`, {
        body: { planHash, cutOver: of === 'cut-over', reject, ...(reason.trim() ? { reason: reason.trim() } : {}) },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['run', run.route, run.id] }),
  });
  return (
    <SpaceBetween size="s">
      <FormField label={en.approval.reason}>
        <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
      </FormField>
      <SpaceBetween size="xs" direction="horizontal">
        <Button variant="primary" loading={decide.isPending} onClick={() => decide.mutate(false)}>
          {en.approval.approve}
        </Button>
        <Button disabled={decide.isPending} onClick={() => decide.mutate(true)}>
          {en.approval.refuse}
        </Button>
      </SpaceBetween>
      {decide.error ? <Failed error={decide.error} right={`POST/routes/${run.route}/clones/*/approve`} /> : null}
    </SpaceBetween>
  );
}

function PlanOf({ route, id }: { route: string; id: string }) {
  const plan = usePlan(route, id);
  return (
    <Answered query={plan} right={`GET/routes/${route}/plans/*`}>
      {({ plan: body }) =>
        body ? (
          <SpaceBetween size="m">
            <PlanFigures plan={body} />
            <PlanNotes plan={body} />
            <Volumes volumes={body.volumes} />
            <Findings
              title={en.plan.warnings}
              findings={body.findings.filter(({ severity }) => severity === 'warning')}
            />
            <Objects folder="plans" route={route} id={id} />
          </SpaceBetween>
        ) : null
      }
    </Answered>
  );
}
