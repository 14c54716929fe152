import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useCosts } from '../../api/queries.ts';
import type { Month, Route } from '../../api/types.ts';
import { EachRoute } from '../../parts/each-route.tsx';
import { type Column, List } from '../../parts/list.tsx';
import { Answered } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { dollars, monthAndYear } from '../../texts/format.ts';
import { Chart } from './chart.tsx';

/** What clones and captures have cost, by month; what stays in the target afterwards costs besides. */
export default function Costs() {
  return <EachRoute title={en.nav.costs} what={en.costs.what} of={OfRoute} />;
}

function OfRoute({ route }: { route: Route }) {
  const costs = useCosts(route.name);
  return (
    <section aria-label={route.name}>
      <SpaceBetween size="s">
        <Header variant="h2">{route.name}</Header>
        <Answered query={costs} right={`GET/routes/${route.name}/costs`}>
          {({ months: all }) => {
            const months = sinceFirst(all);
            return (
              <SpaceBetween size="m">
                <Chart route={route.name} months={months} />
                <List label={en.costs.of(route.name)} items={months} keyOf={({ month }) => month} columns={COLUMNS} />
              </SpaceBetween>
            );
          }}
        </Answered>
      </SpaceBetween>
    </section>
  );
}

/** Months before the first in which anything ran say nothing. */
const sinceFirst = (months: readonly Month[]): Month[] => {
  const first = months.findLastIndex(({ clones, failed }) => clones + failed > 0);
  return months.slice(0, Math.max(first, 0) + 1);
};

const COLUMNS: readonly Column<Month>[] = [
  { id: 'month', header: en.costs.month, cell: ({ month }) => monthAndYear(new Date(`${month}-15T12:00:00Z`)) },
  { id: 'clones', header: en.costs.clones, cell: ({ clones, failed }) => en.costs.counts(clones, failed) },
  { id: 'dollars', header: en.costs.dollars, cell: (month) => dollars(month.dollars) },
];
