import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { hubNow } from '../../api/call.ts';
import { useRuns } from '../../api/queries.ts';
import type { ListedRun, Route } from '../../api/types.ts';
import { type Column, List, To } from '../../parts/list.tsx';
import { RunStatus } from '../../parts/run-status.tsx';
import { Answered, Empty } from '../../parts/states.tsx';
import { runPath } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { dateAndTime, dollars, gibibytes } from '../../texts/format.ts';
import { nameOf } from '../../texts/run-name.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
/** The latest are on the dashboard. */
const SHOWN = 8;

/** One route: what goes on along it, and its latest runs. */
export function RouteCard({ route }: { route: Route }) {
  const runs = useRuns(route.name, 50);
  return (
    <section aria-label={route.name}>
      <SpaceBetween size="s">
        <Header variant="h2" description={en.dashboard.way(route)}>
          <To path={`/routes?${route.name}`}>{route.name}</To>
        </Header>
        <Answered query={runs} right={`GET/routes/${route.name}/clones`}>
          {(all) => (
            <SpaceBetween size="s">
              <KeyValuePairs columns={3} items={figuresOf(all)} />
              <List
                label={en.dashboard.runsOf(route.name)}
                items={all.slice(0, SHOWN)}
                keyOf={({ id }) => id}
                columns={COLUMNS}
                empty={
                  <Empty title={en.dashboard.noRun}>
                    <To path="/new">{en.dashboard.firstPlan}</To>
                  </Empty>
                }
              />
            </SpaceBetween>
          )}
        </Answered>
      </SpaceBetween>
    </section>
  );
}

function figuresOf(runs: readonly ListedRun[]) {
  const since = hubNow() - WEEK_MS;
  const failed = runs.filter(({ status, startedAt }) => status === 'FAILED' && Date.parse(startedAt) > since);
  return [
    { label: en.dashboard.running, value: String(runs.filter(({ status }) => status === 'RUNNING').length) },
    { label: en.dashboard.waiting, value: String(runs.filter(({ waiting }) => waiting).length) },
    { label: en.dashboard.failed, value: String(failed.length) },
  ];
}

const COLUMNS: readonly Column<ListedRun>[] = [
  {
    id: 'run',
    header: en.dashboard.run,
    cell: (run) => <To path={runPath(run.route, run.id)}>{nameOf(run)}</To>,
  },
  { id: 'status', header: en.dashboard.status, cell: (run) => <RunStatus {...run} /> },
  { id: 'started', header: en.dashboard.started, cell: ({ startedAt }) => dateAndTime(startedAt) },
  {
    id: 'size',
    header: en.dashboard.size,
    cell: ({ size }) => (size ? en.dashboard.sized(size.volumes, gibibytes(size.gibibytes)) : '-'),
  },
  { id: 'cost', header: en.dashboard.cost, cell: ({ size }) => (size ? dollars(size.dollars) : '-') },
  { id: 'by', header: en.dashboard.by, cell: ({ askedBy }) => askedBy?.split('/').at(-1) ?? '-' },
];
