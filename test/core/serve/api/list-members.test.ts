import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { listMembers, type MemberTools } from '../../../../core/serve/api/list-members.ts';
import type { MembersView } from '../../../../core/serve/api/member-schemas.ts';
import type { EndTools } from '../../../../core/serve/doctor/end-tools.ts';
import { TWO_ROUTES } from './two-routes.ts';

const SOURCE = 'kubeferry-source-222233334444-eu-west-1';
const TARGET = 'kubeferry-target-444455556666-eu-west-1';
const refused = new KubeferryError('AccessDenied', 'AWS said no.');
const answers = (version: () => Promise<string | undefined>) => async () => ({ version }) as EndTools;
const linked = answers(async () => 'v2');

/** What is said of both ends, where the source answers so and the target is linked. */
async function membersOf(source: () => Promise<EndTools>, published = true): Promise<MembersView['members']> {
  const tools: MemberTools = {
    routes: TWO_ROUTES,
    now: () => '2026-11-22T10:00:00Z',
    newId: () => '1',
    doctor: () => ({
      take: (side) => (side === 'source' ? source() : linked()),
      versions: { source: 'v2', target: 'v2' },
    }),
    publish: async (stack) =>
      published
        ? {
            url: `https://links.s3.eu-west-1.amazonaws.com/members/${stack}.template.json`,
            s3: `s3://links/members/${stack}.template.json`,
            parameters: { HubAccount: '111122223333', ExternalId: 'one' },
          }
        : undefined,
  };
  const request = { key: '', labels: { route: 'prod-to-dev' }, query: {}, headers: {}, body: '', caller: 'me' };
  const { body } = await listMembers({ ...request, at: new Date() }, tools);
  return (JSON.parse(body) as MembersView).members;
}

// Promise: members-are-told
describe('the members of a route', () => {
  it.each<[string, () => Promise<EndTools>, object]>([
    ['linked', linked, { version: 'v2' }],
    ['outdated', answers(async () => 'v1'), { version: 'v1', sentence: expect.stringContaining('Update it.') }],
    ['outdated', answers(async () => undefined), { sentence: expect.stringContaining('Update it.') }],
    ['outdated', answers(() => Promise.reject(refused)), { sentence: expect.stringContaining('older than the hub') }],
    ['missing', () => Promise.reject(refused), { sentence: expect.stringContaining(`no stack ${SOURCE}`) }],
    [
      'unknown',
      () => Promise.reject(new KubeferryError('WrongAccount', 'It leads elsewhere.')),
      { sentence: 'It leads elsewhere.' },
    ],
    [
      'unknown',
      answers(() => Promise.reject(new KubeferryError('NotFound', 'There is no stack.'))),
      { sentence: 'There is no stack.' },
    ],
  ])('are %s by their roles and the versions of their stacks', async (state, source, more) => {
    const [first, second] = await membersOf(source);
    expect(first).toMatchObject({
      side: 'source',
      account: '222233334444',
      stack: SOURCE,
      state,
      wanted: 'v2',
      ...more,
    });
    expect(second).toMatchObject({ side: 'target', account: '444455556666', stack: TARGET, state: 'linked' });
  });

  it('come with the page that creates the stack, and with one line that does it without a console', async () => {
    const [source] = await membersOf(() => Promise.reject(refused));
    const [page, query] = source!.quickCreate!.split('#/stacks/create/review?');
    expect(page).toBe('https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1');
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      templateURL: `https://links.s3.eu-west-1.amazonaws.com/members/${SOURCE}.template.json`,
      stackName: SOURCE,
      param_HubAccount: '111122223333',
      param_ExternalId: 'one',
    });
    expect(source!.deploy).toBe(
      `aws s3 cp s3://links/members/${SOURCE}.template.json ${SOURCE}.template.json && ` +
        `aws cloudformation deploy --region eu-west-1 --stack-name ${SOURCE} --template-file ${SOURCE}.template.json ` +
        '--capabilities CAPABILITY_NAMED_IAM --parameter-overrides HubAccount=111122223333 ExternalId=one',
    );
  });

  it('are deployed by CDK where a template cannot carry all of a stack', async () => {
    const [source] = await membersOf(linked, false);
    expect(source).not.toHaveProperty('quickCreate');
    expect(source!.deploy).toBe(`npx cdk deploy ${SOURCE}`);
  });
});
