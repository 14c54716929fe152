import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { useChecks, useRights } from '../../api/queries.ts';
import type { Checks, Route } from '../../api/types.ts';
import { Copy } from '../../parts/copy.tsx';
import { EachRoute } from '../../parts/each-route.tsx';
import { type Column, List } from '../../parts/list.tsx';
import { Answered, Forbidden } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { Members } from './members.tsx';

/** The accounts of each route: how they are linked, and whether everything that a run needs is there. */
export default function Accounts() {
  return <EachRoute title={en.nav.accounts} what={en.accounts.promise} of={OfRoute} />;
}

function OfRoute({ route }: { route: Route }) {
  const rights = useRights(route.name);
  const [wanted, want] = useState(false);
  const may = rights.data?.check;
  const checks = useChecks(route.name, wanted && may === true);
  return (
    <section aria-label={route.name}>
      <SpaceBetween size="s">
        <Header
          variant="h2"
          actions={
            may ? (
              <Button loading={checks.isFetching} onClick={() => (wanted ? void checks.refetch() : want(true))}>
                {en.accounts.check}
              </Button>
            ) : undefined
          }
        >
          {route.name}
        </Header>
        <Members route={route} />
        {may === false ? <Forbidden right={`POST/routes/${route.name}/checks`} /> : null}
        {wanted ? <Answered query={checks}>{(found) => <CheckList checks={found} />}</Answered> : null}
      </SpaceBetween>
    </section>
  );
}

type Check = Checks['checks'][number];

const TYPES: Record<Check['status'], StatusIndicatorProps.Type> = {
  ok: 'success',
  warning: 'warning',
  broken: 'error',
  unknown: 'pending',
};

/** In the order in which one would fix things; while something is broken, it is looked at again by itself. */
const CheckList = ({ checks: { checks, broken } }: { checks: Checks }) => (
  <List
    label={en.accounts.checks}
    header={<Header variant="h3">{broken > 0 ? en.accounts.broken(broken) : en.accounts.ok(checks.length)}</Header>}
    items={checks}
    keyOf={({ check, thing }) => `${check} ${thing}`}
    columns={COLUMNS}
  />
);

const COLUMNS: readonly Column<Check>[] = [
  {
    id: 'check',
    header: en.accounts.what,
    minWidth: 190,
    cell: ({ check, status }) => <StatusIndicator type={TYPES[status]}>{check}</StatusIndicator>,
  },
  { id: 'thing', header: en.accounts.thing, cell: ({ thing }) => thing, long: true },
  {
    id: 'found',
    header: en.accounts.found,
    cell: ({ found, sentence }) => [found, sentence].filter(Boolean).join('. '),
    long: true,
  },
  { id: 'fix', header: en.accounts.fix, cell: ({ fix }) => (fix ? <Copy text={fix} /> : ''), long: true },
];
