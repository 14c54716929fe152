import { GROUPS } from '../../core/base/access/groups.ts';
import { readAssembly } from '../../emulator/assembly/read-assembly.ts';
import type { Cloud } from '../../local/cloud.ts';
import { currentAssembly } from '../assembly.ts';
import { allLinks } from '../link/all-links.ts';
import { startAt } from '../ui/ui.ts';
import type { Ui } from '../ui/ui-server.ts';

/** Where nothing is: links of the local cloud lead to the console of AWS, which knows none of its accounts. */
const TEMPLATES = 'https://kubeferry-links-example.s3.eu-west-1.amazonaws.com/';

/** The page over the local cloud, whose people are whoever is chosen: each a user with the rights of their group. */
export function showPage(cloud: Cloud, folder: string, port: number): Promise<Ui> {
  // Whether credentials are still good is asked of STS, which is the local one.
  process.env.AWS_ENDPOINT_URL = cloud.endpoint;
  const { api, region } = cloud;
  const people = Object.fromEntries(
    GROUPS.map((group) => [group, async () => ({ api, region, credentials: async () => cloud.people[group] })]),
  );
  const links = () => allLinks(readAssembly(currentAssembly(() => {})), TEMPLATES);
  return startAt({ folder, port, people, links, local: true });
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
