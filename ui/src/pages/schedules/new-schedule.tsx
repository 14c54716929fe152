import SpaceBetween from '@cloudscape-design/components/space-between';
import Wizard from '@cloudscape-design/components/wizard';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useRights, useRoutes } from '../../api/queries.ts';
import type { Route } from '../../api/types.ts';
import { Answered, Forbidden, NotThere } from '../../parts/states.tsx';
import { go } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { type Draft, EMPTY, requestOf } from '../new-clone/draft.ts';
import { takeOver } from '../new-clone/hand-over.ts';
import { TargetStep } from '../new-clone/target-step.tsx';
import { WIZARD_WORDS } from '../new-clone/wizard-words.ts';
import { WorkloadStep } from '../new-clone/workload-step.tsx';
import { Refusal } from './refusal.tsx';
import { ScheduleBox } from './schedule-box.tsx';
import { bodyOf, firstWhen } from './when.ts';
import { WhenFields } from './when-fields.tsx';

/** What, where to, and when: the third step of a new clone is the time instead of the plan. */
export default function NewSchedule({ labels: { route = '' } }: { labels: Record<string, string> }) {
  const routes = useRoutes();
  const rights = useRights(route);
  return (
    <Answered query={routes} right="GET/routes">
      {(all) => {
        const found = all.find(({ name }) => name === route);
        if (!found) return <NotThere />;
        return (
          <Answered query={rights}>
            {(may) =>
              may.makeSchedule ? <Steps route={found} /> : <Forbidden right={`POST/routes/${route}/schedules`} />
            }
          </Answered>
        );
      }}
    </Answered>
  );
}

/** A second time has to succeed as well: a clone that is there is replaced. */
const repeatable = (draft: Draft): Draft =>
  draft.onConflict === 'fail' && draft.ttl === '' ? { ...draft, onConflict: 'refresh' } : draft;

const WHEN_STEP = 2;
const MINE = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function Steps({ route }: { route: Route }) {
  const [given] = useState(takeOver);
  const [draft, setDraft] = useState(() => repeatable(given ?? EMPTY));
  const [when, setWhen] = useState(() => firstWhen(MINE()));
  const [step, setStep] = useState(given ? WHEN_STEP : 0);
  const [missing, setMissing] = useState(false);
  const make = useMake(route.name);
  const body = bodyOf(when, requestOf(draft, route));
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const box = <ScheduleBox word="create" route={route.name} name={when.name} body={body} />;
  const move = (to: number) => {
    const none = draft.namespaces.length === 0;
    setMissing(none && to > 0);
    if (!none || to === 0) setStep(to);
  };
  const shared = { route, draft, change, box };
  return (
    <Wizard
      activeStepIndex={step}
      onNavigate={({ detail }) => move(detail.requestedStepIndex)}
      onSubmit={() => make.mutate({ ...body, name: when.name })}
      onCancel={() => go('/schedules')}
      isLoadingNextStep={make.isPending}
      submitButtonText={en.schedules.create}
      i18nStrings={WIZARD_WORDS}
      steps={[
        {
          title: en.newClone.workload,
          ...(missing ? { errorText: en.newClone.chooseNamespace } : {}),
          content: <WorkloadStep routes={[route]} choose={() => {}} {...shared} />,
        },
        { title: en.newClone.target, content: <TargetStep {...shared} /> },
        {
          title: en.schedules.when,
          content: (
            <SpaceBetween size="l">
              <Refusal error={make.error} right={`POST/routes/${route.name}/schedules`} />
              <WhenFields when={when} change={(part) => setWhen({ ...when, ...part })} error={make.error} />
              {box}
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}

function useMake(route: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => call('POST', `/routes/${route}/schedules`, { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['schedules', route] });
      go('/schedules');
    },
  });
}
