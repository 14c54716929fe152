import Wizard from '@cloudscape-design/components/wizard';
import { useState } from 'react';
import type { Rights } from '../../api/rights.ts';
import type { Route } from '../../api/types.ts';
import { RequestBox } from '../../parts/request-box.tsx';
import { go } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { EMPTY, requestOf } from './draft.ts';
import { PlanStep } from './plan-step.tsx';
import { TargetStep } from './target-step.tsx';
import { usePlanned } from './use-planned.ts';
import { useStart } from './use-start.ts';
import { WIZARD_WORDS } from './wizard-words.ts';
import { WorkloadStep } from './workload-step.tsx';

export interface StepsProps {
  routes: readonly Route[];
  route: Route;
  may: Rights;
  choose(route: string): void;
}

const PLAN_STEP = 2;

export function Steps({ routes, route, may, choose }: StepsProps) {
  const [draft, setDraft] = useState(EMPTY);
  const [step, setStep] = useState(0);
  const [missing, setMissing] = useState(false);
  const request = requestOf(draft, route);
  const planned = usePlanned(route.name, request, step === PLAN_STEP);
  const start = useStart(route.name, request, planned);
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const box = <RequestBox route={route.name} request={request} />;
  const move = (to: number) => {
    const none = draft.namespaces.length === 0;
    setMissing(none && to > 0);
    if (!none || to === 0) setStep(to);
  };
  const blocked = planned.plan?.plan?.blocked ?? true;
  return (
    <Wizard
      activeStepIndex={step}
      onNavigate={({ detail }) => move(detail.requestedStepIndex)}
      onSubmit={() => (may.clone && !blocked ? start.begin() : undefined)}
      onCancel={() => go('/')}
      isLoadingNextStep={step === PLAN_STEP && (planned.isGoing || start.isGoing)}
      submitButtonText={
        may.clone
          ? route.approval === 'required'
            ? en.newClone.askApproval
            : en.newClone.clone
          : en.newClone.mayNotClone
      }
      i18nStrings={WIZARD_WORDS}
      steps={[
        {
          title: en.newClone.workload,
          ...(missing ? { errorText: en.newClone.chooseNamespace } : {}),
          content: <WorkloadStep {...{ routes, route, choose, draft, change, box }} />,
        },
        { title: en.newClone.target, content: <TargetStep {...{ route, draft, change, box }} /> },
        {
          title: en.newClone.plan,
          content: (
            <PlanStep {...{ route, planned, draft, change, box, may }} failed={start.error} again={start.again} />
          ),
        },
      ]}
    />
  );
}
