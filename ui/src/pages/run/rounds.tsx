import Header from '@cloudscape-design/components/header';
import type { Run } from '../../api/types.ts';
import { type Column, List } from '../../parts/list.tsx';
import { en } from '../../texts/en.ts';
import { gibibytes, span, timeOfDay } from '../../texts/format.ts';

type Round = NonNullable<Run['rounds']>[number];
const GIB = 2 ** 30;

/** What each round of a migration has moved while the source worked on. */
export const Rounds = ({ rounds }: { rounds: readonly Round[] }) => (
  <List
    label={en.run.rounds}
    header={<Header variant="h2">{en.run.rounds}</Header>}
    items={rounds}
    keyOf={({ round }) => String(round)}
    columns={COLUMNS}
  />
);

const COLUMNS: readonly Column<Round>[] = [
  { id: 'round', header: en.run.round, cell: ({ round }) => round },
  { id: 'began', header: en.run.began, cell: ({ startedAt }) => timeOfDay(startedAt) },
  {
    id: 'took',
    header: en.run.took,
    cell: ({ seconds }) => (seconds === undefined ? en.run.underWay : span(seconds)),
  },
  { id: 'moved', header: en.run.moved, cell: ({ bytes }) => (bytes === undefined ? '-' : gibibytes(bytes / GIB)) },
];
