import { expect, it } from 'vitest';
import type { Request } from '../../../../core/base/request/request.ts';
import { tellAzure } from '../../../../core/plan/volumes/tell-azure.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';

const volume = (claim: string, strategy = 'copy-blocks') => ({ claim, strategy, sizeGiB: 4 }) as PlannedVolume;
const request = (scaleToZero: boolean) => ({ quiesce: { scaleToZero } }) as Request;
const told = (source: 'aks' | 'eks', target: 'aks' | 'eks', volumes: PlannedVolume[], quiesced = false) =>
  tellAzure({ source: { kind: source }, target: { kind: target } }, request(quiesced), volumes).map(
    ({ severity, sentence }) => `${severity}: ${sentence}`,
  );
const both = [volume('shop/a'), volume('shop/b')];

it('says what Azure bills beside the plan, at whichever end it is', () => {
  expect(told('aks', 'eks', [volume('shop/a')])).toEqual([
    expect.stringMatching(/^info: .*transfer out of it, of up to 4 GiB/),
  ]);
  const kept = { ...volume('shop/a'), lineage: { route: 'r', until: 'told', dollarsAMonth: 1 } } as PlannedVolume;
  expect(told('aks', 'eks', [kept])).toEqual([expect.stringMatching(/snapshots, those that are kept .*, and the tra/)]);
  expect(told('eks', 'aks', both)).toEqual([
    expect.stringMatching(/^info: .*disks that the clone gets, of up to 8 GiB/),
  ]);
  expect(told('eks', 'eks', both)).toEqual([]);
  expect(told('aks', 'eks', [volume('shop/a', 'skip')])).toEqual([]);
});

it('warns of several disks that are taken one after the other, unless nothing is written meanwhile', () => {
  expect(told('aks', 'eks', both)).toContainEqual(
    expect.stringMatching(/^warning: .*2 disks one after the other.*scaleToZero/),
  );
  expect(told('aks', 'eks', both, true).filter((each) => each.startsWith('warning'))).toEqual([]);
});

it('says how long Azure takes at least for what it takes slowly, and which disks need a zone', () => {
  const large = { ...volume('shop/large'), sizeGiB: 4_096, gibibytes: 2_048, minutes: 200, volumeType: 'Premium_LRS' };
  expect(told('eks', 'aks', [{ ...large, zone: 'westeurope-1' }])).toContainEqual(
    expect.stringMatching(/^warning: .*60 MiB\/s for that of claim shop\/large.*takes 9\.7 hours at least/),
  );
  const larger = { ...large, sizeGiB: 16_384, zone: '', volumeType: 'PremiumV2_LRS' };
  expect(told('eks', 'aks', [larger]).filter((each) => each.startsWith('warning'))).toEqual([
    expect.stringMatching(/PremiumV2_LRS in no zone/),
  ]);
  expect(told('eks', 'eks', [large]).length).toBe(0);
});
