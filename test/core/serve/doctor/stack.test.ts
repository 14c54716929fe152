import { expect, it } from 'vitest';
import { checkStack } from '../../../../core/serve/doctor/checks/stack.ts';
import { found, healthy, ROUTE } from './facts.ts';

it('says that an older member may not let in functions that are new, and how to deploy it again', () => {
  const facts = healthy();
  facts.source.version = found('v0');
  const [check] = checkStack('source', ROUTE, facts);
  expect(check).toMatchObject({ status: 'warning', fix: expect.stringMatching(/^npx cdk deploy kubeferry-source-/) });
  expect(check?.sentence).toContain('or not let in functions that are new, such as the one that lists workloads');
});
