import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { StackArtifact } from '../../emulator/assembly/read-assembly.ts';
import type { Cloud } from '../../local/cloud.ts';
import type { Visitor } from './visitor.ts';

type Credentials = Cloud['accounts']['source']['credentials'];

/**
 * What the console of CloudFormation does with a quick-create link, with the rights of whoever opens it: it reads the template
 * where the link says, and creates the stack with the parameters of the link. Two clicks there: acknowledge, create.
 */
async function createByLink(cloud: Cloud, href: string, as: { id: string; credentials: Credentials }) {
  const [, region = '', query = ''] =
    /^https:\/\/([\w-]+)\.console\.aws\.amazon\.com\/.*\/review\?(.*)$/.exec(href) ?? [];
  const fields = new URLSearchParams(query);
  const url = new URL(fields.get('templateURL') ?? '');
  const [bucket = '', home = ''] = /^(.+)\.s3\.([\w-]+)\.amazonaws\.com$/.exec(url.hostname)?.slice(1) ?? [];
  const s3 = new S3Client({
    region: home,
    endpoint: cloud.endpoint,
    credentials: as.credentials,
    forcePathStyle: true,
  });
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: decodeURIComponent(url.pathname.slice(1)) }),
  );
  const template = JSON.parse((await Body?.transformToString()) ?? '{}') as StackArtifact['template'];
  for (const [name, parameter] of Object.entries(template.Parameters ?? {}))
    parameter.Default = fields.get(`param_${name}`) ?? '';
  const name = fields.get('stackName') ?? '';
  await cloud.createStack({ name, account: as.id, region, template, assets: new Map() });
}

/**
 * From any page: opens the links of both ends, and waits until both are seen linked. The console is not on this machine: that
 * the page opens it is seen, and what it does there is played.
 */
export async function linkBoth({ page, click }: Visitor, cloud: Cloud, before: () => Promise<void>): Promise<void> {
  await click(page.getByRole('link', { name: 'Accounts' }));
  await page.getByText('not linked').first().waitFor({ timeout: 30_000 });
  await before();
  await page.context().route('https://*.console.aws.amazon.com/**', (route) => route.fulfill({ body: 'The console' }));
  for (const side of ['source', 'target'] as const) {
    const link = page.getByRole('link', { name: `Link the ${side}: open CloudFormation` });
    const href = (await link.getAttribute('href')) ?? '';
    const opened = page.context().waitForEvent('page');
    await click(link);
    await (await opened).close();
    await createByLink(cloud, href, cloud.accounts[side]);
  }
  await expect.poll(() => page.getByText('linked', { exact: true }).count(), { timeout: 40_000 }).toBe(2);
}
