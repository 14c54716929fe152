import { expect, it } from 'vitest';
import { BY_US, configMap, deployment, kite, type Setting } from './setting.ts';

/** What only a cluster with schemas can refuse. */
export function schemas(setting: Setting): void {
  it('names the field that does not fit its schema', async () => {
    const wrong = { ...deployment('misfit', 1), spec: { ...(deployment('misfit', 1).spec as object), replicaz: 2 } };
    await expect(setting.api.apply(wrong, BY_US)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringMatching(/apps\/v1 Deployment suite\/misfit: .*replicaz/),
    });
  });

  it('passes on the sentence of a validation', async () => {
    await expect(setting.api.apply(configMap('Not_A_Name', {}), BY_US)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('metadata.name'),
    });
  });

  it('holds objects to the schema of their definition', async () => {
    await expect(setting.api.apply(kite(0), BY_US)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('spec.metres'),
    });
  });
}
