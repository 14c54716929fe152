import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useRights, useSchedule } from '../../api/queries.ts';
import type { Rights } from '../../api/rights.ts';
import type { ShownSchedule } from '../../api/types.ts';
import { type Column, List, To } from '../../parts/list.tsx';
import { RunStatus } from '../../parts/run-status.tsx';
import { Answered } from '../../parts/states.tsx';
import { go, runPath } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { dateAndTime } from '../../texts/format.ts';
import { Refusal } from './refusal.tsx';
import { ScheduleBox } from './schedule-box.tsx';
import { bodyOf, whenOf } from './when.ts';
import { WhenFields } from './when-fields.tsx';

const NONE = {} as Rights;

/** One schedule: its last runs, and where one may, a change or its end. */
export default function OneSchedule({ labels: { route = '', name = '' } }: { labels: Record<string, string> }) {
  const schedule = useSchedule(route, name);
  const rights = useRights(route);
  return (
    <Answered query={schedule} right={`GET/routes/${route}/schedules/*`}>
      {(found) => (
        <SpaceBetween size="l">
          <Form key={found.changedAt} route={route} schedule={found} may={rights.data ?? NONE} />
          <List
            label={en.schedules.runs}
            header={<Header variant="h2">{en.schedules.runs}</Header>}
            items={found.runs}
            keyOf={({ id }) => id}
            columns={columnsFor(route)}
            empty={en.schedules.noRuns}
          />
        </SpaceBetween>
      )}
    </Answered>
  );
}

interface FormProps {
  route: string;
  schedule: ShownSchedule;
  may: Rights;
}

function Form({ route, schedule, may }: FormProps) {
  const [when, setWhen] = useState(() => whenOf(schedule));
  const [text, setText] = useState(() => JSON.stringify(schedule.request, null, 2));
  const act = useAct(route, schedule.name);
  const request = parsed(text);
  const own = schedule.origin === 'api';
  const body = bodyOf(when, request ?? {});
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={route}
        actions={
          own ? (
            <SpaceBetween size="xs" direction="horizontal">
              {may.deleteSchedule ? (
                <Button onClick={() => act.mutate(['DELETE', undefined])}>{en.schedules.remove}</Button>
              ) : null}
              {may.changeSchedule ? (
                <Button
                  variant="primary"
                  disabled={request === undefined}
                  loading={act.isPending}
                  onClick={() => act.mutate(['PUT', body])}
                >
                  {en.schedules.save}
                </Button>
              ) : null}
            </SpaceBetween>
          ) : undefined
        }
      >
        {schedule.name}
      </Header>
      <Refusal error={act.error} right={`PUT/routes/${route}/schedules/*`} />
      {own ? null : <Alert type="info">{en.schedules.elsewhere[schedule.origin]}</Alert>}
      {own && may.changeSchedule ? (
        <SpaceBetween size="l">
          <WhenFields named when={when} change={(part) => setWhen({ ...when, ...part })} error={act.error} />
          <FormField label={en.request.json} {...(request === undefined ? { errorText: en.schedules.noJson } : {})}>
            <Textarea value={text} rows={10} onChange={({ detail }) => setText(detail.value)} />
          </FormField>
        </SpaceBetween>
      ) : null}
      <ScheduleBox word="update" route={route} name={schedule.name} body={body} />
    </SpaceBetween>
  );
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function useAct(route: string, name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ([method, body]: ['PUT' | 'DELETE', object | undefined]) =>
      call(method, `/routes/${route}/schedules/${name}`, body ? { body } : {}),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['schedules', route] });
      client.removeQueries({ queryKey: ['schedule', route, name] });
      go('/schedules');
    },
  });
}

type Run = ShownSchedule['runs'][number];

const columnsFor = (route: string): readonly Column<Run>[] => [
  {
    id: 'time',
    header: en.schedules.dueAt,
    cell: ({ id, scheduledTime }) => <To path={runPath(route, id)}>{dateAndTime(scheduledTime)}</To>,
  },
  { id: 'status', header: en.dashboard.status, cell: ({ status }) => <RunStatus status={status} /> },
  {
    id: 'why',
    header: en.schedules.why,
    cell: ({ notDue, failure }) => notDue ?? failure?.sentence ?? '',
  },
];
