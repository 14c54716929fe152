import type { PlanBody } from '../api/types.ts';
import { en } from '../texts/en.ts';
import { dollars, gibibytes } from '../texts/format.ts';
import { type Column, List } from './list.tsx';
import { Empty } from './states.tsx';

type Volume = PlanBody['volumes'][number];

/** The volumes of a plan or a report, each with the way that its data goes and why. */
export const Volumes = ({ volumes }: { volumes: readonly Volume[] }) => (
  <List
    label={en.plan.volumes}
    items={volumes}
    keyOf={({ claim }) => claim}
    columns={volumes.some(({ proof }) => proof) ? [...COLUMNS, PROOF] : COLUMNS}
    empty={<Empty title={en.plan.noVolume} />}
  />
);

const COLUMNS: readonly Column<Volume>[] = [
  { id: 'claim', header: en.plan.claim, cell: ({ claim }) => claim },
  {
    id: 'way',
    header: en.plan.way,
    cell: ({ strategy, keeps, reason }) => en.plan.wayOf(keeps ? en.plan.keeps : strategy, String(reason ?? '')),
  },
  { id: 'size', header: en.plan.size, cell: ({ sizeGiB }) => gibibytes(sizeGiB) },
  { id: 'zone', header: en.plan.zone, cell: ({ zone }) => zone },
  {
    id: 'cost',
    header: en.plan.cost,
    cell: ({ dollars: amount }) => (typeof amount === 'number' ? dollars(amount) : '-'),
  },
];

/** Where something is compared at all. */
const PROOF: Column<Volume> = {
  id: 'proof',
  header: en.plan.proven,
  cell: ({ proof }) => (proof ? en.plan.proof(proof.asked, proof.dollars > 0 ? dollars(proof.dollars) : '') : '-'),
};
