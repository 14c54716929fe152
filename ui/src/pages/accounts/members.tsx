import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type MemberLink, useLinks } from '../../api/queries.ts';
import type { Route } from '../../api/types.ts';
import { Copy } from '../../parts/copy.tsx';
import { type Column, List } from '../../parts/list.tsx';
import { en } from '../../texts/en.ts';

interface Member {
  side: 'source' | 'target';
  account: string;
  region: string;
  cluster: string;
  link?: MemberLink | undefined;
}

/** The two ends of a route, with what links each: the console with everything filled in, or one line. */
export function Members({ route }: { route: Route }) {
  const links = useLinks();
  const linkOf = (side: Member['side']) =>
    links.data?.find(
      (each) => each.side === side && each.account === route[side].account && each.region === route[side].region,
    );
  return (
    <List
      label={en.accounts.members(route.name)}
      items={[
        { side: 'source' as const, ...route.source, link: linkOf('source') },
        { side: 'target' as const, ...route.target, link: linkOf('target') },
      ]}
      keyOf={({ side }) => side}
      columns={COLUMNS}
    />
  );
}

const COLUMNS: readonly Column<Member>[] = [
  { id: 'side', header: en.accounts.side, cell: ({ side }) => en.accounts.sides[side] },
  { id: 'account', header: en.accounts.account, cell: ({ account, region }) => `${account}, ${region}` },
  { id: 'cluster', header: en.accounts.cluster, cell: ({ cluster }) => cluster },
  {
    id: 'link',
    header: en.accounts.link,
    cell: ({ side, account, link }) =>
      link ? <HowTo side={side} link={link} /> : <Copy text={`npm run kubeferry -- link ${side}/${account}`} />,
  },
];

const HowTo = ({ side, link }: { side: Member['side']; link: MemberLink }) => (
  <SpaceBetween size="xs">
    {link.quickCreate ? (
      <Link external href={link.quickCreate} externalIconAriaLabel={en.accounts.newTab}>
        {en.accounts.open(side)}
      </Link>
    ) : null}
    <Button variant="inline-link" onClick={() => save(link)}>
      {en.accounts.template(side)}
    </Button>
    <Copy text={link.deploy} />
  </SpaceBetween>
);

/** Hands the template over as a file. */
function save({ file, template }: MemberLink): void {
  const url = URL.createObjectURL(new Blob([template], { type: 'application/json' }));
  const anchor = Object.assign(document.createElement('a'), { href: url, download: file });
  anchor.click();
  URL.revokeObjectURL(url);
}
