import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useRights } from '../../api/queries.ts';
import { lineOf, RIGHTS, type Right, type Rights } from '../../api/rights.ts';
import type { Route } from '../../api/types.ts';
import { Copy } from '../../parts/copy.tsx';
import { type Column, List } from '../../parts/list.tsx';
import { Answered } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';

export function RouteDetails({ route }: { route: Route }) {
  const rights = useRights(route.name);
  return (
    <section aria-label={route.name}>
      <SpaceBetween size="s">
        <Header variant="h2" description={en.dashboard.way(route)}>
          {route.name}
        </Header>
        <KeyValuePairs columns={3} items={factsOf(route)} />
        <Answered query={rights}>
          {(may) => (
            <List
              label={en.routes.rights(route.name)}
              header={<Header variant="h3">{en.routes.mine}</Header>}
              items={RIGHTS}
              keyOf={(right) => right}
              columns={columnsFor(route.name, may)}
            />
          )}
        </Answered>
      </SpaceBetween>
    </section>
  );
}

const factsOf = (route: Route) => [
  { label: en.routes.approval, value: en.routes.approvals[route.approval] },
  { label: en.routes.quiesce, value: route.mayQuiesce ? en.routes.yes : en.routes.no },
  { label: en.routes.handsOver, value: route.handOver ? en.routes.yes : en.routes.no },
  { label: en.routes.creates, value: route.createsCluster ? en.routes.yes : en.routes.no },
  { label: en.routes.limits, value: en.routes.limitsOf(route.limits) },
  { label: en.routes.changed, value: en.routes.whenChanged[route.whenChanged] },
  { label: en.routes.masks, value: route.masks?.join(', ') ?? en.routes.none },
  { label: en.routes.connectors, value: route.connectors.join(', ') || en.routes.none },
];

const columnsFor = (route: string, may: Rights): readonly Column<Right>[] => [
  { id: 'right', header: en.routes.right, cell: (right) => en.routes.names[right] },
  {
    id: 'may',
    header: en.routes.may,
    cell: (right) => (
      <StatusIndicator type={may[right] ? 'success' : 'stopped'}>
        {may[right] ? en.routes.yes : en.routes.no}
      </StatusIndicator>
    ),
  },
  {
    id: 'line',
    header: en.routes.line,
    long: true,
    cell: (right) => (may[right] ? en.routes.nothing : <Copy text={lineOf(right, route)} />),
  },
];
