import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRights, useSchedules } from '../../api/queries.ts';
import type { Route } from '../../api/types.ts';
import { EachRoute } from '../../parts/each-route.tsx';
import { Answered, Empty } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { Month } from './month.tsx';
import { ScheduleList } from './schedule-list.tsx';

/** What runs by itself along each route, and when. */
export default function Schedules() {
  return <EachRoute title={en.nav.schedules} of={OfRoute} />;
}

function OfRoute({ route }: { route: Route }) {
  const schedules = useSchedules(route.name);
  const rights = useRights(route.name);
  return (
    <section aria-label={route.name}>
      <SpaceBetween size="s">
        <Header
          variant="h2"
          actions={
            rights.data?.makeSchedule ? (
              <Button href={`#/new-schedule/${route.name}`}>{en.schedules.newOne}</Button>
            ) : undefined
          }
        >
          {route.name}
        </Header>
        <Answered query={schedules} right={`GET/routes/${route.name}/schedules`}>
          {(all) =>
            all.length > 0 ? (
              <SpaceBetween size="m">
                <ScheduleList route={route.name} schedules={all} may={rights.data?.changeSchedule ?? false} />
                <Month schedules={all} />
              </SpaceBetween>
            ) : (
              <Empty title={en.schedules.none}>{en.schedules.make(rights.data?.makeSchedule ?? false)}</Empty>
            )
          }
        </Answered>
      </SpaceBetween>
    </section>
  );
}
