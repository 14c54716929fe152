import type { Report } from '../../api/types.ts';
import { type Column, List } from '../../parts/list.tsx';
import { Empty } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { gibibytes } from '../../texts/format.ts';

type Volume = Report['volumes'][number];

/** The volumes with what they are in the target. */
export const Arrived = ({ volumes }: { volumes: readonly Volume[] }) => (
  <List
    label={en.plan.volumes}
    items={volumes}
    keyOf={({ claim }) => claim}
    columns={volumes.some(({ compared }) => compared) ? [...COLUMNS, COMPARED] : COLUMNS}
    empty={<Empty title={en.plan.noVolume} />}
  />
);

const COLUMNS: readonly Column<Volume>[] = [
  { id: 'claim', header: en.plan.claim, cell: ({ claim }) => claim },
  { id: 'from', header: en.report.from, cell: ({ sourceVolumeId }) => String(sourceVolumeId ?? '-') },
  { id: 'to', header: en.report.to, cell: ({ targetVolumeId }) => targetVolumeId ?? '-' },
  { id: 'size', header: en.plan.size, cell: ({ sizeGiB }) => gibibytes(Number(sizeGiB ?? 0)) },
  { id: 'zone', header: en.plan.zone, cell: ({ zone }) => String(zone ?? '-') },
];

const COMPARED: Column<Volume> = {
  id: 'compared',
  header: en.plan.proven,
  cell: ({ compared }) => (compared ? en.report.compared(compared.equal, compared.blocks, compared.complete) : '-'),
};
