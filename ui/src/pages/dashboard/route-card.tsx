import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRuns, useSummary } from '../../api/queries.ts';
import type { ListedRun, Route, Summary } from '../../api/types.ts';
import { type Column, List, To } from '../../parts/list.tsx';
import { RunStatus } from '../../parts/run-status.tsx';
import { Answered, Empty } from '../../parts/states.tsx';
import { runPath } from '../../shell/path.ts';
import { en } from '../../texts/en.ts';
import { dateAndTime, dollars, gibibytes } from '../../texts/format.ts';
import { nameOf } from '../../texts/run-name.ts';

/** The latest are on the dashboard. */
const SHOWN = 8;

/** One route: what goes on along it, and its latest runs. */
export function RouteCard({ route }: { route: Route }) {
  const summary = useSummary(route.name);
  const runs = useRuns(route.name, SHOWN);
  return (
    <section aria-label={route.name}>
      <SpaceBetween size="s">
        <Header variant="h2" description={en.dashboard.way(route)}>
          <To path={`/routes?${route.name}`}>{route.name}</To>
        </Header>
        <Answered query={summary} right={`GET/routes/${route.name}/summary`}>
          {(found) => (
            <dl className="figures">
              {figuresOf(found).map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </Answered>
        <Answered query={runs} right={`GET/routes/${route.name}/clones`}>
          {(all) => (
            <List
              label={en.dashboard.runsOf(route.name)}
              items={all}
              keyOf={({ id }) => id}
              columns={COLUMNS}
              empty={
                <Empty title={en.dashboard.noRun}>
                  <To path="/new">{en.dashboard.firstPlan}</To>
                </Empty>
              }
            />
          )}
        </Answered>
      </SpaceBetween>
    </section>
  );
}

function figuresOf({ route, running, waiting, failedThisWeek, next, month }: Summary) {
  const [first] = waiting;
  return [
    { label: en.dashboard.running, value: String(running) },
    {
      label: en.dashboard.waiting,
      value: first ? <To path={runPath(route, first)}>{String(waiting.length)}</To> : '0',
    },
    { label: en.dashboard.failed, value: String(failedThisWeek) },
    {
      label: en.dashboard.next,
      value: next ? (
        <To path="/schedules">{en.dashboard.nextOf(next.schedule, dateAndTime(next.at))}</To>
      ) : (
        en.dashboard.noNext
      ),
    },
    { label: en.dashboard.month, value: <To path="/costs">{dollars(month.dollars)}</To> },
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
