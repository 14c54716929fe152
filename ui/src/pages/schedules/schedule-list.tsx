import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { ListedSchedule } from '../../api/types.ts';
import { type Column, List, To } from '../../parts/list.tsx';
import { RunStatus } from '../../parts/run-status.tsx';
import { Failed } from '../../parts/states.tsx';
import { runPath, schedulePath } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { dateAndTime } from '../../texts/format.ts';

interface ScheduleListProps {
  route: string;
  schedules: readonly ListedSchedule[];
  /** Whether schedules may be changed. */
  may: boolean;
}

/** Each with its next times, in its own zone and in the reader's, how it ended last, and a switch where one may. */
export function ScheduleList({ route, schedules, may }: ScheduleListProps) {
  const pause = usePause(route);
  const columns: readonly Column<ListedSchedule>[] = [
    { id: 'name', header: en.schedules.name, cell: ({ name }) => <To path={schedulePath(route, name)}>{name}</To> },
    {
      id: 'when',
      header: en.schedules.when,
      cell: ({ expression, timeZone }) => en.schedules.expression(expression, timeZone),
    },
    {
      id: 'next',
      header: en.schedules.next,
      cell: (schedule) => (schedule.next.length > 0 ? <NextTimes schedule={schedule} /> : '-'),
      long: true,
    },
    {
      id: 'last',
      header: en.schedules.last,
      cell: ({ last }) =>
        last ? (
          <To path={runPath(route, last.id)}>
            <RunStatus status={last.status} />
          </To>
        ) : (
          '-'
        ),
    },
    {
      id: 'on',
      header: en.schedules.on,
      cell: (schedule) =>
        may && schedule.origin === 'api' ? (
          <Toggle
            checked={schedule.enabled}
            ariaLabel={en.schedules.turn(schedule.name)}
            onChange={({ detail }) => pause.mutate({ schedule, enabled: detail.checked })}
          >
            {schedule.enabled ? en.routes.yes : en.routes.no}
          </Toggle>
        ) : (
          en.schedules.fixed(schedule.enabled, schedule.origin)
        ),
    },
  ];
  return (
    <SpaceBetween size="s">
      {pause.error ? <Failed error={pause.error} right={`PUT/routes/${route}/schedules/*`} /> : null}
      <List label={en.schedules.of(route)} items={schedules} keyOf={({ name }) => name} columns={columns} />
    </SpaceBetween>
  );
}

const NextTimes = ({ schedule }: { schedule: ListedSchedule }) => (
  <ul className="times">
    {schedule.next.map((time) => (
      <li key={time}>{en.schedules.time(dateAndTime(time), time.slice(11, 16), schedule.timeZone)}</li>
    ))}
  </ul>
);

/** A schedule is replaced as a whole: all its other fields are sent as they are. */
function usePause(route: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ schedule, enabled }: { schedule: ListedSchedule; enabled: boolean }) => {
      const { name, expression, timeZone, windowMinutes, overlap, request } = schedule;
      const body = { expression, timeZone, overlap, request, enabled, ...(windowMinutes ? { windowMinutes } : {}) };
      return call('PUT', `/routes/${route}/schedules/${name}`, { body });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['schedules', route] }),
  });
}
