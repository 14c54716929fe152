import { GROUPS } from '../../core/base/access/groups.ts';
import type { Cloud } from '../../local/cloud.ts';
import { startAt } from '../ui/ui.ts';
import type { Ui } from '../ui/ui-server.ts';

/** The page over the local cloud, whose people are whoever is chosen: each a user with the rights of their group. */
export function showPage(cloud: Cloud, folder: string, port: number): Promise<Ui> {
  // Whether credentials are still good is asked of STS, which is the local one.
  process.env.AWS_ENDPOINT_URL = cloud.endpoint;
  const { api, region } = cloud;
  const people = Object.fromEntries(
    GROUPS.map((group) => [group, async () => ({ api, region, credentials: async () => cloud.people[group] })]),
  );
  return startAt({ folder, port, people, local: true });
}

/** Where each of the people finds the page signed in as themselves. */
export const addressesOf = (page: Ui, { people }: Pick<Cloud, 'people'>) =>
  Object.fromEntries(Object.keys(people).map((person) => [person, page.url(person)]));

export const pageForPeople = (page: Ui, cloud: Pick<Cloud, 'people'>) => `
The page of the hub, as somebody of the team:

${Object.entries(addressesOf(page, cloud))
  .map(([person, url]) => `  ${person.padEnd(9)}  ${url}`)
  .join('\n')}
`;
