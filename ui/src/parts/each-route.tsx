import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ComponentType } from 'react';
import { useRoutes } from '../api/queries.ts';
import type { Route } from '../api/types.ts';
import { en } from '../texts/en.ts';
import { Answered, Empty } from './states.tsx';

interface EachRouteProps {
  title: string;
  /** What the page is for. */
  what?: string;
  /** What it shows of one route. */
  of: ComponentType<{ route: Route }>;
}

/** A page that shows the same of each route, one below the other. */
export function EachRoute({ title, what, of: OfRoute }: EachRouteProps) {
  const routes = useRoutes();
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={what}>
        {title}
      </Header>
      <Answered query={routes} right="GET/routes">
        {(all) =>
          all.length > 0 ? (
            <SpaceBetween size="xl">
              {all.map((route) => (
                <OfRoute key={route.name} route={route} />
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
