import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { readAssembly } from '../../emulator/assembly/read-assembly.ts';
import { kubeferry } from '../flow/kubeferry.ts';
import { small, useOneCloud } from '../flow/one-cloud.ts';
import { expectWithinQuotas } from '../lib/quotas.ts';
import type { Template } from '../lib/synthesize.ts';

const config = fileURLToPath(new URL('many-routes.config.ts', import.meta.url));
const assembly = currentAssembly(() => process.stderr.write('Synthesizing 500 routes\n'), config);

describe('500 routes from 100 clusters', () => {
  useOneCloud(200, { assembly });

  it('are within what AWS takes of a template, a role and a policy', () => {
    const templates = readAssembly(assembly).map(({ name, template }) => [name, template as unknown as Template]);
    expect(templates.filter(([name]) => String(name).startsWith('kubeferry-routes-'))).toHaveLength(15);
    expectWithinQuotas(Object.fromEntries(templates));
  });

  it('run: one of them clones, and comes to a verified end', async () => {
    const execution = await startExecution(small.cloud, 'kubeferry-route-000', {
      selection: { namespaces: ['small'] },
      mappings: { namespaces: { small: 'arrived' } },
    });
    expect(await execution.ended()).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('are listed within a few seconds', async () => {
    const began = performance.now();
    const { accounts } = small.cloud;
    const asAdmin = { ...small.cloud, accounts: { ...accounts, pipeline: accounts.hub } };
    const { out, err } = await kubeferry(asAdmin, ['routes', '--json']);
    expect(JSON.parse(out).routes, err).toHaveLength(500);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
