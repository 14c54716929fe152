import { expect, it } from 'vitest';
import { BY_US, configMap, deployment, kite, type Setting } from './setting.ts';

/** What only a cluster with schemas can refuse. */
export function schemas(setting: Setting): void {
  it('names the field that does not fit its schema', async () => {
    const wrong = { ...deployment('misfit', 1), spec: { ...(deployment('misfit', 1).spec as object), replicaz: 2 } };
    const refusal = {
      name: 'ApplyFailed',
      message: expect.stringMatching(/apps\/v1 Deployment suite\/misfit: .*replicaz/),
    };
    await expect(setting.api.apply(wrong, BY_US)).rejects.toMatchObject(refusal);
    await expect(setting.api.create(wrong, BY_US)).rejects.toMatchObject(refusal);
    const container = { name: 'web', image: 'registry.example/web:1', imagee: 'x' };
    const deep = deployment('misfit', 1);
    (deep.spec as { template: { spec: unknown } }).template.spec = { containers: [container] };
    await expect(setting.api.create(deep, BY_US)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('spec.template.spec.containers[0].imagee'),
    });
  });

  it('passes on the sentence of a validation', async () => {
    await expect(setting.api.apply(configMap('Not_A_Name', {}), BY_US)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('metadata.name'),
    });
  });

  it('removes by an apply what its own POST had, and what the server has set by itself stays', async () => {
    const labelled = (labels: Record<string, string>) => {
      const each = deployment('grown-up', 1);
      return { ...each, metadata: { ...each.metadata, labels } };
    };
    await setting.api.create(labelled({ a: '1', b: '2' }), BY_US);
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'suite', name: 'grown-up' };
    const made = await setting.api.get(ref);
    await setting.api.adoptFields(ref, BY_US);
    const { object } = await setting.api.apply(labelled({ a: '1' }), BY_US);
    expect(object.metadata.labels).toEqual({ a: '1' });
    expect(object.spec).toEqual(made?.spec);
    const managers = object.metadata.managedFields as { manager: string; operation: string; subresource?: string }[];
    const ours = managers.filter(({ manager, subresource }) => manager === 'kubeferry' && !subresource);
    expect(ours.map(({ operation }) => operation)).toEqual(['Apply']);
  });

  it('holds objects to the schema of their definition', async () => {
    const unknown = { ...kite(2), spec: { metres: 2, colour: 'red' } };
    await expect(setting.api.create(unknown, BY_US)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('spec.colour'),
    });
    await expect(setting.api.apply(kite(0), BY_US)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('spec.metres'),
    });
  });
}
