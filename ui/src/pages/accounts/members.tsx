import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useMembers } from '../../api/queries.ts';
import type { Member, Route } from '../../api/types.ts';
import { Copy } from '../../parts/copy.tsx';
import { type Column, List } from '../../parts/list.tsx';
import { Answered } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';

/** The two ends of a route: whether each is linked, and what links it: the console with everything filled in, or one line. */
export function Members({ route }: { route: Route }) {
  const members = useMembers(route.name);
  return (
    <Answered query={members} right={`GET/routes/${route.name}/members`}>
      {(all) => (
        <List
          label={en.accounts.members(route.name)}
          items={all}
          keyOf={({ side }) => side}
          columns={COLUMNS}
          footer={all.every(({ state }) => state === 'linked') ? undefined : <div>{en.accounts.lookingAgain}</div>}
        />
      )}
    </Answered>
  );
}

const TYPES: Record<Member['state'], StatusIndicatorProps.Type> = {
  linked: 'success',
  outdated: 'warning',
  missing: 'error',
  unknown: 'pending',
};

const COLUMNS: readonly Column<Member>[] = [
  { id: 'side', header: en.accounts.side, cell: ({ side }) => en.accounts.sides[side] },
  { id: 'account', header: en.accounts.account, cell: ({ account, region }) => `${account}, ${region}` },
  { id: 'cluster', header: en.accounts.cluster, cell: ({ cluster }) => cluster },
  {
    id: 'state',
    header: en.accounts.state,
    minWidth: 150,
    cell: ({ state }) => <StatusIndicator type={TYPES[state]}>{en.accounts.states[state]}</StatusIndicator>,
  },
  {
    id: 'link',
    header: en.accounts.link,
    long: true,
    cell: (member) => (member.state === 'linked' ? en.accounts.version(member.wanted) : <HowTo member={member} />),
  },
];

/** A page that creates a stack cannot update one. */
const HowTo = ({ member: { side, state, sentence, quickCreate, deploy } }: { member: Member }) => (
  <SpaceBetween size="xs">
    {sentence ? <div>{sentence}</div> : null}
    {quickCreate && state === 'missing' ? (
      <Link external href={quickCreate} externalIconAriaLabel={en.accounts.newTab}>
        {en.accounts.open(side)}
      </Link>
    ) : null}
    <Copy text={deploy} />
  </SpaceBetween>
);
