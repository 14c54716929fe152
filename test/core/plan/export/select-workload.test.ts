import { describe, expect, it } from 'vitest';
import type { KubeferryError } from '../../../../core/base/errors.ts';
import { parseRequest } from '../../../../core/base/request/parse-request.ts';
import { config, deployment, object, PlannedWorld } from '../planned-world.ts';

const WEB = deployment('web', { image: 'web:1', envFrom: [{ configMapRef: { name: 'settings' } }] });
const DB = deployment('db', { image: 'db:1' }, 1, {
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
});
const SERVICE = object('v1', 'Service', 'api', { spec: { selector: { app: 'api' }, ports: [{ port: 80 }] } });
const world = () => new PlannedWorld([WEB, DB, SERVICE, config('settings', '1'), config('of-others', '2')]);
const selection = (workload: string) => ({ selection: { namespaces: ['shop'], workload } });

describe('a run of one workload', () => {
  // Promise: workload-with-what-it-needs
  it('plans, captures and applies it with what is copied with it, and says why each does', async () => {
    const run = await world().start(selection('Deployment/shop/web'));
    expect(run.planned.taken).toEqual([
      { ref: expect.objectContaining({ name: 'web' }), why: '' },
      { ref: expect.objectContaining({ name: 'settings' }), why: 'Deployment web refers to it' },
    ]);
    expect(run.planned.volumes).toEqual([]);
    expect(await run.capture()).toEqual({ changed: 0 });
    const applied = (await run.translate()).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(applied.toSorted()).toEqual(['ConfigMap settings', 'Deployment web', 'Namespace shop']);
  });

  it('brings its volumes', async () => {
    const { planned } = await world().start(selection('Deployment.apps/shop/db'));
    expect(planned.volumes.map(({ claim }) => claim)).toEqual(['shop/data']);
  });

  it('names the workload that may be meant where the source has no such one', async () => {
    await expect(world().start(selection('Deployment/shop/wbe'))).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringMatching(/selection\.workload: There is no Deployment\/shop\/wbe.*web/),
    });
  });
});

describe('a plan', () => {
  // Promise: missing-references-are-told
  it('names what its objects refer to and the selection leaves out', async () => {
    const missing = async (selected: object) =>
      (await world().start({ selection: { namespaces: ['shop'], ...selected } })).planned.findings
        .filter(({ rule }) => rule === 'report-missing-references')
        .map(({ severity, object: { name }, sentence }) => [severity, name, sentence.slice(0, 37)]);
    expect(await missing({})).toEqual([]);
    expect(await missing({ includeKinds: ['Deployment'] })).toEqual([
      ['warning', 'db', 'It refers to PersistentVolumeClaim da'],
      ['warning', 'web', 'It refers to ConfigMap settings, whic'],
    ]);
  });
});

describe('references of the request', () => {
  it('are looked for in the plan like those that are known', async () => {
    const references = [{ from: 'ConfigMap', field: 'data.login', to: 'Secret' }];
    const named = new PlannedWorld([{ ...config('settings', '1'), data: { login: 'of-nobody' } }]);
    const { planned } = await named.start({ selection: { namespaces: ['shop'], references } });
    expect(planned.findings).toContainEqual(
      expect.objectContaining({
        path: '/data/login',
        sentence: expect.stringContaining('It refers to Secret of-nobody, which is no part of the clone'),
      }),
    );
  });
});

describe('a request for one workload', () => {
  const route = {
    name: 'prod-to-dev',
    defaults: { selection: { allNamespaces: true } },
    limits: {},
    mayQuiesce: false,
  };
  const asked = (given: object) => parseRequest({ selection: given }, route).selection;
  const problems = (given: object) => {
    try {
      asked(given);
      return [];
    } catch (error) {
      return (error as KubeferryError).problems.map(({ at }) => at);
    }
  };

  it('is about its namespace, whatever the defaults of the route select', () => {
    expect(asked({ workload: 'Deployment/shop/web' })).toEqual({
      namespaces: ['shop'],
      workload: 'Deployment/shop/web',
    });
  });

  it('says nothing else of what is copied', () => {
    const workload = 'Deployment/shop/web';
    expect(problems({ workload, namespaces: ['shop', 'pay'] })).toEqual(['selection.namespaces']);
    expect(problems({ workload, labelSelector: 'app=web' })).toEqual(['selection.labelSelector']);
    expect(problems({ workload, excludeKinds: ['Ingress'] })).toEqual([]);
    expect(problems({ workload: 'web' })).toEqual(['selection.workload']);
  });
});
