import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRights, useRoutes } from '../../api/queries.ts';
import type { Route } from '../../api/types.ts';
import { Answered, Empty } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { RouteCard } from './route-card.tsx';

export default function Dashboard() {
  const routes = useRoutes();
  const mayPlan = useMayPlan(routes.data);
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          mayPlan ? (
            <Button variant="primary" href="#/new">
              {en.nav.newClone}
            </Button>
          ) : undefined
        }
      >
        {en.dashboard.title}
      </Header>
      <Answered query={routes} right="GET/routes">
        {(all) =>
          all.length > 0 ? <Cards routes={all} /> : <Empty title={en.dashboard.noRoute}>{en.dashboard.addRoute}</Empty>
        }
      </Answered>
    </SpaceBetween>
  );
}

/** Asked of the one route that there is; of several, the page of the new clone says where one may. */
function useMayPlan(routes: readonly Route[] | undefined): boolean {
  const rights = useRights(routes?.length === 1 ? routes[0]?.name : undefined);
  return rights.data?.plan ?? true;
}

const Cards = ({ routes }: { routes: readonly Route[] }) => (
  <SpaceBetween size="l">
    {routes.map((route) => (
      <RouteCard key={route.name} route={route} />
    ))}
  </SpaceBetween>
);
