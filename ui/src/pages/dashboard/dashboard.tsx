import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRoutes } from '../../api/queries.ts';
import type { Route } from '../../api/types.ts';
import { Answered, Empty } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { RouteCard } from './route-card.tsx';

export default function Dashboard() {
  const routes = useRoutes();
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <Button variant="primary" href="#/new">
            {en.nav.newClone}
          </Button>
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

const Cards = ({ routes }: { routes: readonly Route[] }) => (
  <SpaceBetween size="l">
    {routes.map((route) => (
      <RouteCard key={route.name} route={route} />
    ))}
  </SpaceBetween>
);
