import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRoutes } from '../../api/queries.ts';
import { Answered, Empty } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { RouteDetails } from './route-details.tsx';

/** The routes with their limits, what one may do along each, and why not. */
export default function Routes() {
  const routes = useRoutes();
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={en.routes.promise}>
        {en.nav.routes}
      </Header>
      <Answered query={routes} right="GET/routes">
        {(all) =>
          all.length > 0 ? (
            <SpaceBetween size="xl">
              {all.map((route) => (
                <RouteDetails key={route.name} route={route} />
              ))}
            </SpaceBetween>
          ) : (
            <Empty title={en.dashboard.noRoute}>{en.dashboard.addRoute}</Empty>
          )
        }
      </Answered>
    </SpaceBetween>
  );
}
