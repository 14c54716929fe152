import type { Route } from '../../api/types.ts';
import { Copy } from '../../parts/copy.tsx';
import { type Column, List } from '../../parts/list.tsx';
import { en } from '../../texts/en.ts';

interface Member {
  side: 'source' | 'target';
  account: string;
  region: string;
  cluster: string;
}

/** The two ends of a route, with the line that links each: it writes the template and what creates the stack. */
export const Members = ({ route }: { route: Route }) => (
  <List
    label={en.accounts.members(route.name)}
    items={[
      { side: 'source', ...route.source },
      { side: 'target', ...route.target },
    ]}
    keyOf={({ side }) => side}
    columns={COLUMNS}
  />
);

const COLUMNS: readonly Column<Member>[] = [
  { id: 'side', header: en.accounts.side, cell: ({ side }) => en.accounts.sides[side] },
  { id: 'account', header: en.accounts.account, cell: ({ account, region }) => `${account}, ${region}` },
  { id: 'cluster', header: en.accounts.cluster, cell: ({ cluster }) => cluster },
  {
    id: 'link',
    header: en.accounts.link,
    cell: ({ side, account }) => <Copy text={`npm run kubeferry -- link ${side}/${account}`} />,
  },
];
