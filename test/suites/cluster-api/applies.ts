import { expect, it } from 'vitest';
import { BY_US, configMap, refTo, type Setting } from './setting.ts';

/** Server-side apply: outcomes, owners, refusals. */
export function applies(setting: Setting): void {
  it('tells whether an apply created, updated, or changed nothing', async () => {
    const outcomes = [];
    for (const value of ['1', '1', '2', '2']) {
      outcomes.push((await setting.api.apply(configMap('told', { value }), BY_US)).outcome);
    }
    expect(outcomes).toEqual(['created', 'unchanged', 'updated', 'unchanged']);
  });

  it('returns the object as the server has it', async () => {
    const { object } = await setting.api.apply(configMap('returned', { a: 'ü' }), BY_US);
    expect(object).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'ü' } });
    expect(object.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect((await setting.api.get(refTo('returned')))?.metadata.uid).toBe(object.metadata.uid);
  });

  it('keeps each name of a data key, also one that JavaScript has a meaning for', async () => {
    const data = JSON.parse('{"__proto__": "1", "constructor": "2", "toString": "3"}') as Record<string, string>;
    await setting.api.apply(configMap('named', data), BY_US);
    const changed = { ...data, constructor: '4' };
    const { object } = await setting.api.apply(configMap('named', changed), BY_US);
    expect(Object.entries(object.data as object).toSorted()).toEqual([
      ['__proto__', '1'],
      ['constructor', '4'],
      ['toString', '3'],
    ]);
  });

  it('refuses to take over a field of another manager, and takes it over by force', async () => {
    await setting.api.apply(configMap('owned', { a: 'theirs' }), { manager: 'helm', force: false });
    const ours = configMap('owned', { a: 'ours' });
    await expect(setting.api.apply(ours, BY_US)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringMatching(/v1 ConfigMap suite\/owned: .*conflict.*"helm".*\.data\.a/is),
    });
    expect((await setting.api.apply(ours, { ...BY_US, force: true })).object.data).toEqual({ a: 'ours' });
  });

  it('keeps the fields of other managers beside its own', async () => {
    await setting.api.apply(configMap('shared', { a: '1' }), { manager: 'helm', force: false });
    const { object } = await setting.api.apply(configMap('shared', { b: '2' }), BY_US);
    expect(object.data).toEqual({ a: '1', b: '2' });
  });

  it('removes what its own earlier apply had and this one has not', async () => {
    await setting.api.apply(configMap('shrunk', { a: '1', b: '2' }), BY_US);
    expect((await setting.api.apply(configMap('shrunk', { a: '1' }), BY_US)).object.data).toEqual({ a: '1' });
  });

  it('makes what does not exist, and owns it as by an apply once its fields are adopted', async () => {
    const made = await setting.api.create(configMap('new', { a: '1', b: '2' }), { manager: 'kubeferry' });
    expect(made).toMatchObject({ data: { a: '1', b: '2' } });
    expect((await setting.api.get(refTo('new')))?.metadata.uid).toBe(made?.metadata.uid);
    await setting.api.adoptFields(refTo('new'), { manager: 'kubeferry', uid: made!.metadata.uid });
    expect((await setting.api.apply(configMap('new', { a: '1' }), BY_US)).object.data).toEqual({ a: '1' });
  });

  it('adopts what was written after an apply as well, once, and nothing of others', async () => {
    const { object } = await setting.api.apply(configMap('written', { a: '1' }), BY_US);
    await setting.api.merge(refTo('written'), { data: { b: '2' } }, { manager: 'kubeferry' });
    await setting.api.merge(refTo('written'), { data: { c: '3' } }, { manager: 'kubectl-edit' });
    const adopt = () => setting.api.adoptFields(refTo('written'), { manager: 'kubeferry', uid: object.metadata.uid });
    await adopt();
    const adopted = await setting.api.get(refTo('written'));
    await adopt();
    expect((await setting.api.get(refTo('written')))?.metadata.resourceVersion).toBe(adopted?.metadata.resourceVersion);
    expect((await setting.api.apply(configMap('written', { a: '1' }), BY_US)).object.data).toEqual({ a: '1', c: '3' });
  });

  it('adopts nothing of an object of another uid, nor of one that does not exist', async () => {
    const uid = '00000000-0000-0000-0000-000000000000';
    const made = await setting.api.create(configMap('another', { a: '1' }), { manager: 'kubeferry' });
    for (const name of ['another', 'never-there'])
      await setting.api.adoptFields(refTo(name), { manager: 'kubeferry', uid });
    const there = await setting.api.get(refTo('another'));
    expect(there?.metadata.resourceVersion).toBe(made?.metadata.resourceVersion);
  });

  it('shows what an object would be if it were replaced, and keeps it as it is', async () => {
    await setting.api.apply(configMap('kept', { a: '1', b: '2' }), BY_US);
    const shown = await setting.api.previewReplace(configMap('kept', { a: '3' }), BY_US);
    expect(shown.data).toEqual({ a: '3' });
    expect((await setting.api.get(refTo('kept')))?.data).toEqual({ a: '1', b: '2' });
  });

  it.each(['helm', 'kubeferry'])('makes nothing over what %s made, and changes none of it', async (manager) => {
    const name = `there-of-${manager}`;
    await setting.api.apply(configMap(name, { a: 'theirs' }), { manager, force: false });
    const before = await setting.api.get(refTo(name));
    expect(await setting.api.create(configMap(name, { b: 'ours' }), { manager: 'kubeferry' })).toBeUndefined();
    expect(await setting.api.create(configMap(name, { a: 'theirs' }), { manager: 'kubeferry' })).toBeUndefined();
    expect(await setting.api.get(refTo(name))).toEqual(before);
  });

  it('makes each object once, however many try at the same moment', async () => {
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, at) =>
        setting.api.create(configMap('raced', { at: String(at) }), { manager: 'kubeferry' }),
      ),
    );
    expect(all.filter((made) => made !== undefined)).toHaveLength(1);
  });

  it('changes only the object of the uid that it was given', async () => {
    const uid = '00000000-0000-0000-0000-000000000000';
    await setting.api.apply(configMap('replaced', { a: '1' }), BY_US);
    for (const name of ['replaced', 'never-there']) {
      const apply = setting.api.apply(configMap(name, { a: '2' }), { ...BY_US, force: true, uid });
      await expect(apply).rejects.toMatchObject({ name: 'ApplyFailed' });
    }
    const there = await setting.api.get(refTo('replaced'));
    expect(there?.data).toEqual({ a: '1' });
    expect(await setting.api.get(refTo('never-there'))).toBeUndefined();
    const own = { ...BY_US, force: true, uid: there!.metadata.uid! };
    expect((await setting.api.apply(configMap('replaced', { a: '3' }), own)).outcome).toBe('updated');
  });

  it('says who owns a field', async () => {
    await setting.api.apply(configMap('told-apart', { a: '1' }), BY_US);
    const managed = (await setting.api.get(refTo('told-apart')))?.metadata.managedFields;
    expect(managed).toMatchObject([
      { manager: 'kubeferry', operation: 'Apply', fieldsV1: { 'f:data': { 'f:a': {} } } },
    ]);
  });

  it('writes nothing in a dry run', async () => {
    const { outcome } = await setting.api.apply(configMap('dry', {}), { ...BY_US, dryRun: true });
    expect(outcome).toBe('created');
    await setting.api.create(configMap('dry', {}), { manager: 'kubeferry', dryRun: true });
    expect(await setting.api.get(refTo('dry'))).toBeUndefined();
  });

  it('refuses objects in a namespace that does not exist', async () => {
    const lost = { ...configMap('lost', {}), metadata: { name: 'lost', namespace: 'nowhere' } };
    const refusal = { name: 'NotFound', message: expect.stringContaining('namespaces "nowhere" not found') };
    await expect(setting.api.apply(lost, BY_US)).rejects.toMatchObject(refusal);
    await expect(setting.api.create(lost, BY_US)).rejects.toMatchObject(refusal);
  });

  it('takes many applies at once', async () => {
    const many = Array.from({ length: 64 }, (_, at) => configMap(`many-${at}`, { at: String(at) }));
    const outcomes = await Promise.all(many.map(async (object) => (await setting.api.apply(object, BY_US)).outcome));
    expect(new Set(outcomes)).toEqual(new Set(['created']));
  });
}
