import { expect, it } from 'vitest';
import { allLinks } from '../../cli/link/all-links.ts';
import type { StackArtifact } from '../../emulator/assembly/read-assembly.ts';
import { synthesize } from '../lib/synthesize.ts';

const stacks = Object.entries(synthesize()).map(([name, template]) => {
  const [, , account = '111122223333', ...region] = name.split('-');
  return { name, account, region: region.join('-') || 'eu-west-1', template, assets: new Map() };
}) as unknown as StackArtifact[];

it('says of every member, and of no other stack, how it is linked', () => {
  const links = allLinks(stacks);
  expect(links.map(({ side, account }) => `${side}/${account}`).toSorted()).toEqual([
    'source/222233334444',
    'source/444455556666',
    'target/444455556666',
    'target/777788889999',
  ]);
  const [link] = links;
  expect(link?.deploy).toMatch(
    /^aws cloudformation deploy --region \S+ --stack-name kubeferry-\S+ --template-file \S+/,
  );
  expect(link?.deploy).not.toContain('\n');
  expect(JSON.parse(link?.template ?? '')).toHaveProperty('Parameters.HubAccount');
  expect(link).not.toHaveProperty('quickCreate');
});

it('leads to the console with everything filled in where the templates lie at a URL', () => {
  const [link] = allLinks(stacks, 'https://bucket.s3.eu-west-1.amazonaws.com/');
  const url = new URL((link?.quickCreate ?? '').replace('#', ''));
  expect(url.searchParams.get('templateURL') ?? link?.quickCreate).toContain(
    encodeURIComponent(`https://bucket.s3.eu-west-1.amazonaws.com/${link?.file}`),
  );
});
