import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../../core/base/request/parse-request.ts';
import { plannedPreset } from '../../../../core/base/request/presets/planned-preset.ts';
import { PRESET_NAMES } from '../../../../core/base/request/presets/preset-names.data.ts';
import { PRESETS } from '../../../../core/base/request/presets/presets.data.ts';
import { Request } from '../../../../core/base/request/request.ts';
import { problemsOf as problemsIn } from './problems-of.ts';

const create = {
  roleArn: 'arn:aws:iam::444455556666:role/eks',
  subnetIds: ['subnet-1', 'subnet-2'],
  securityGroupIds: [],
  map: {},
};
const route = {
  name: 'prod-to-dev',
  defaults: {},
  limits: {},
  mayQuiesce: true,
  source: { region: 'us-east-1' },
  target: { cluster: 'dev', region: 'eu-west-1' },
};
const shop = { selection: { namespaces: ['shop'] } };

const problemsOf = (input: object, on: Parameters<typeof parseRequest>[1] = route) =>
  problemsIn({ ...shop, ...input }, on);

it('has each preset under its name, and each sets what a request may say', () => {
  expect(PRESETS.map(({ name }) => name)).toEqual(PRESET_NAMES);
  for (const { sets } of PRESETS) expect(() => Request.parse(sets)).not.toThrow();
});

// Promise: preset-is-told
describe('a preset', () => {
  it('lies below the defaults of the route, and these below the request', () => {
    const defaults = { preset: 'dev-test', ttl: '5d', start: 'scaled-down' };
    const asked = { ...shop, onConflict: 'fail' };
    expect(parseRequest(asked, { ...route, defaults })).toMatchObject({
      onConflict: 'fail',
      ttl: '5d',
      start: 'scaled-down',
      profile: 'clone',
    });
    expect(parseRequest({ ...shop, preset: 'dev-test' }, route)).toMatchObject({ onConflict: 'refresh', ttl: '3d' });
    const other = parseRequest({ ...asked, preset: 'new-storage' }, { ...route, defaults: { preset: 'dev-test' } });
    expect(other).toMatchObject({ profile: 'migrate', mappings: { storageClasses: { gp2: 'gp3' } } });
    expect(other.ttl).toBeUndefined();
  });

  it('is told by the plan with what it has set and what was said otherwise', () => {
    const request = parseRequest(
      { ...shop, preset: 'new-storage', cutOver: false, mappings: { storageClasses: { old: 'gp3' } } },
      route,
    );
    expect(plannedPreset(request)).toEqual({
      preset: {
        name: 'new-storage',
        set: {
          profile: 'migrate',
          'quiesce.scaleToZero': true,
          'mappings.storageClasses.gp2': 'gp3',
          'volumes.performance': 'source',
        },
        otherwise: { cutOver: false },
        look: expect.arrayContaining([expect.stringContaining('IOPS')]),
      },
    });
    expect(plannedPreset(parseRequest(shop, route))).toEqual({});
  });

  it('is named where the route does not allow what it sets, and not where the request says so itself', () => {
    const readOnly = { ...route, mayQuiesce: false };
    const { cutOver } = problemsOf({ preset: 'move-region' }, readOnly);
    expect(cutOver).toMatch(/mayQuiesce is off.* It is set by preset "move-region"; say otherwise here\.$/);
    expect(problemsOf({ preset: 'move-region', cutOver: true }, readOnly).cutOver).not.toContain('preset');
  });

  it.each([
    [{ preset: 'move-region' }, { ...route, target: { cluster: 'dev', region: 'us-east-1' } }, /two Regions/],
    [{ preset: 'offload-workload', selection: { allNamespaces: true } }, route, /namespaces by name/],
    [
      { preset: 'upgrade-infrastructure' },
      { ...route, target: { ...route.target, create } },
      /target\.create\.version/,
    ],
    [{ preset: 'leave-data-centre' }, route, /no cluster of EKS/],
    [
      { mode: 'capture', capture: { name: 'night' }, preset: 'dev-test' },
      { ...route, mayCapture: true },
      /leave it out/,
    ],
    [{ preset: 'dev-tests' }, route, /choose one of .*"dev-test"/],
  ])('refuses what it cannot be for: %j', (input, on, sentence) => {
    expect(problemsOf(input, on as typeof route).preset).toMatch(sentence);
  });

  it('asks for nothing that the request leaves out of it', () => {
    const there = { preset: 'upgrade-infrastructure', target: { createCluster: false } };
    expect(problemsOf(there)).toEqual({});
    const made = { ...route, target: { ...route.target, create: { ...create, version: '1.36' } } };
    expect(problemsOf({ preset: 'upgrade-infrastructure' }, made as typeof route)).toEqual({});
  });

  it('of the defaults says nothing about a capture, nor how a clone of one is quiesced', () => {
    const on = { ...route, mayCapture: true, defaults: { preset: 'move-region' } };
    expect(problemsOf({ mode: 'capture', capture: { name: 'night' } }, on)).toEqual({});
    expect(problemsOf({ source: { capture: 'night' } }, on)).toEqual({});
  });
});
