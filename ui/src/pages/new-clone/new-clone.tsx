import { useState } from 'react';
import { useRights, useRoutes } from '../../api/queries.ts';
import type { Route } from '../../api/types.ts';
import { Answered, Empty, Forbidden } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { Steps } from './steps.tsx';

/** Three steps: what, where to, and the plan; what was looked at is what runs. */
export default function NewClone() {
  const routes = useRoutes();
  return (
    <Answered query={routes} right="GET/routes">
      {(all) =>
        all.length > 0 ? <OnRoute routes={all} /> : <Empty title={en.dashboard.noRoute}>{en.dashboard.addRoute}</Empty>
      }
    </Answered>
  );
}

function OnRoute({ routes }: { routes: readonly Route[] }) {
  const [name, choose] = useState(routes[0]?.name ?? '');
  const rights = useRights(name);
  const route = routes.find((each) => each.name === name) ?? routes[0]!;
  return (
    <Answered query={rights}>
      {(may) =>
        may.plan ? (
          <Steps key={name} routes={routes} route={route} may={may} choose={choose} />
        ) : (
          <Forbidden right={`POST/routes/${name}/plans`} />
        )
      }
    </Answered>
  );
}
