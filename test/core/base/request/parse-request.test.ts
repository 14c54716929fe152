import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../../core/base/request/parse-request.ts';
import { problemsOf as problemsIn } from './problems-of.ts';

const route = { name: 'prod-to-dev', defaults: {}, limits: {}, mayQuiesce: false };

const problemsOf = (input: unknown, on = route as Parameters<typeof parseRequest>[1]) => problemsIn(input, on);

describe('a request', () => {
  it('needs no more than its namespaces', () => {
    expect(parseRequest({ selection: { namespaces: ['shop'] } }, route)).toMatchObject({
      mode: 'clone',
      profile: 'clone',
      onConflict: 'fail',
      volumes: { strategy: 'auto' },
    });
  });

  // Promise: refuses-unsaid-everything
  it('means every namespace only where that is said, by itself or by the defaults of its route', () => {
    const said = { selection: { allNamespaces: true } };
    const wayOut = {
      'selection.namespaces': expect.stringMatching(/--namespace.*selection\.allNamespaces.*--all-namespaces/),
    };
    for (const input of [{}, { mode: 'plan' }, { selection: {} }, { selection: { namespaces: [] } }])
      expect(problemsOf(input)).toEqual(wayOut);
    for (const narrow of [{ labelSelector: 'app=web' }, { includeKinds: ['Secret'] }, { excludeKinds: ['Secret'] }])
      expect(problemsOf({ selection: narrow })).toEqual(wayOut);
    expect(problemsOf({ selection: { allNamespaces: false } })).toEqual(wayOut);
    expect(problemsOf(said)).toEqual({});
    expect(problemsOf({}, { ...route, defaults: said })).toEqual({});
  });

  it('takes namespaces in the place of all of them, and all in the place of those of the defaults', () => {
    const [all, shop] = [{ allNamespaces: true }, { namespaces: ['shop'] }];
    const selectionOf = (selection: object, defaults: object) =>
      parseRequest({ selection }, { ...route, defaults: { selection: { ...defaults, excludeKinds: ['Secret'] } } })
        .selection;
    expect(selectionOf(shop, all)).toEqual({ namespaces: ['shop'], excludeKinds: ['Secret'] });
    expect(selectionOf(all, shop)).toEqual({ namespaces: [], allNamespaces: true, excludeKinds: ['Secret'] });
    expect(problemsOf({ selection: { ...all, ...shop } })).toEqual({
      'selection.allNamespaces': expect.stringContaining('not both'),
    });
  });

  it('takes from the route what it does not say itself', () => {
    const defaults = { selection: { namespaces: ['shop'] }, volumes: { strategy: 'copy-blocks' } };
    expect(parseRequest({ volumes: { claims: { 'shop/logs': 'skip' } } }, { ...route, defaults })).toMatchObject({
      selection: { namespaces: ['shop'] },
      volumes: { strategy: 'copy-blocks', claims: { 'shop/logs': 'skip' } },
    });
  });

  // Promise: refuses-mistakes
  it('names every mistake at once, each with what was given and what is allowed', () => {
    const problems = problemsOf({
      mode: 'now',
      selektion: {},
      selection: { namespaces: ['Shop'] },
      volumes: { strategy: 'teleport' },
      ttl: 'soon',
    });
    expect(Object.keys(problems).toSorted()).toEqual([
      'mode',
      'selection.namespaces.0',
      'selektion',
      'ttl',
      'volumes.strategy',
    ]);
    expect(problems.mode).toContain('"now" is not allowed; choose one of "plan", "clone"');
    expect(problems.selektion).toContain('selection');
    expect(problems['selection.namespaces.0']).toContain('"Shop"');
    expect(problems['volumes.strategy']).toContain('share-and-copy');
    expect(problems.ttl).toContain('12h or 3d, and is at most 90d');
  });

  // Promise: refuses-mistakes
  it('cannot reach what every object has: such a field is a mistake, such a name is a name', () => {
    const sent = '{"__proto__": {"mode": "plan"}, "mappings": {"roles": {"__proto__": "x"}}}';
    expect(Object.keys(problemsOf(JSON.parse(sent))).toSorted()).toEqual(['__proto__', 'mappings.roles.__proto__']);
    expect(Object.keys(problemsOf({ constructor: 1, toString: 2 })).toSorted()).toEqual(['constructor', 'toString']);
    const selection = { namespaces: ['shop'] };
    const { mappings } = parseRequest({ selection, mappings: { namespaces: { shop: 'constructor' } } }, route);
    expect(mappings.namespaces.shop).toBe('constructor');
    for (const name of ['constructor', 'toString', 'valueOf']) expect(mappings.namespaces[name]).toBeUndefined();
  });

  // Promise: refuses-mistakes
  it('may select a namespace that is called so, on a route with limits as on any other', () => {
    const selection = { namespaces: ['constructor', 'shop'] };
    const limits = { namespaces: ['constructor', 'shop'], targetNamespaces: ['*'] };
    expect(parseRequest({ selection }, { ...route, limits }).selection.namespaces).toEqual(selection.namespaces);
    const hook = { namespace: 'constructor', labelSelector: 'a=b', before: ['a'], after: ['b'] };
    expect(Object.keys(problemsOf({ selection: { namespaces: ['shop'] }, quiesce: { hooks: [hook] } }))).toContain(
      'quiesce.hooks.0.namespace',
    );
  });

  it('is told of wrong types and sizes in words of its own, not in those of a library', () => {
    const hook = { namespace: 'shop', before: 'fsfreeze', timeoutSeconds: 500 };
    expect(problemsOf({ selection: 'shop', quiesce: { scaleToZero: 'yes', hooks: [hook] } })).toMatchObject({
      selection: '"shop" is not an object.',
      'quiesce.scaleToZero': '"yes" is not true or false.',
      'quiesce.hooks.0.labelSelector': 'It is missing, and must be a text.',
      'quiesce.hooks.0.before': '"fsfreeze" is not a list.',
      'quiesce.hooks.0.timeoutSeconds': '500 is too large: at most 240.',
    });
  });

  it('is told of a label selector that Kubernetes could not read, with the place and an example', () => {
    const hook = { namespace: 'shop', labelSelector: 'app=', before: ['a'], after: ['b'] };
    const hooks = [hook, { ...hook, labelSelector: 'app is db' }];
    const selection = { namespaces: ['shop'], labelSelector: 'app in ((' };
    expect(problemsOf({ selection, quiesce: { hooks } })).toEqual({
      'selection.labelSelector':
        '"app in ((" is no label selector: at character 9 is "(", where a value should be. Write it as kubectl takes it, such as app=web,tier in (front,back),env!=test,!canary.',
      'quiesce.hooks.1.labelSelector': expect.stringContaining('at character 5 is "is"'),
    });
    expect(problemsOf({ selection: { allNamespaces: true, labelSelector: 'app in (web,db),!canary' } })).toEqual({});
  });

  // Promise: rights-of-a-run-are-its-own
  it('cannot run a hook in a namespace that it does not select', () => {
    const hook = { namespace: 'billing', labelSelector: 'app=db', before: ['a'], after: ['b'] };
    const hooks = [{ ...hook, namespace: 'shop' }, hook];
    expect(
      problemsOf({ selection: { namespaces: ['shop'] }, quiesce: { hooks } }, { ...route, mayQuiesce: true }),
    ).toEqual({
      'quiesce.hooks.1.namespace': expect.stringMatching(/^"billing" is not in selection.namespaces/),
    });
  });

  it('cannot select a namespace of the system, nor an object in one', () => {
    const objects = [{ kind: 'Deployment', namespace: 'amazon-cloudwatch', name: 'agent' }];
    expect(problemsOf({ selection: { namespaces: ['shop', 'kube-system'], objects } })).toEqual({
      'selection.namespaces.1': expect.stringMatching(/^"kube-system" is a namespace .* so it is never copied/),
      'selection.objects.0.namespace': expect.stringMatching(/^"amazon-cloudwatch" is a namespace/),
    });
  });

  // Promise: no-system-target
  it('says whose a time to live is that cannot be, where the request has none', () => {
    const there = { ...route, mayQuiesce: true, defaults: { ttl: '3d' } };
    const asked = { selection: { namespaces: ['shop'] } };
    const cutOver = { ...asked, profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } };
    const wayOut = 'It is set by the defaults of route "prod-to-dev" (3d): do this on a route without it.';
    expect(problemsOf(cutOver, there)).toEqual({ ttl: expect.stringContaining(wayOut) });
    expect(problemsOf({ ...asked, onConflict: 'update' }, there)).toEqual({ ttl: expect.stringContaining(wayOut) });
    expect(problemsOf({ ...cutOver, ttl: '1d' }, there)).toEqual({ ttl: expect.not.stringContaining('defaults') });
  });

  it('cannot map a namespace to one of the system, by itself or by the defaults of its route', () => {
    const mappings = { namespaces: { shop: 'kube-system', pay: 'amazon-cloudwatch', web: 'web-night' } };
    const refused = {
      'mappings.namespaces.shop': expect.stringMatching(/^"kube-system" is a namespace .* nothing is ever put into it/),
      'mappings.namespaces.pay': expect.stringMatching(/^"amazon-cloudwatch" is a namespace/),
    };
    expect(problemsOf({ mappings })).toEqual(refused);
    expect(problemsOf({}, { ...route, defaults: { mappings } })).toEqual(refused);
  });

  it('cannot map or name what is in no namespace that it selects', () => {
    const selection = { namespaces: ['shop', 'pay'], objects: [{ kind: 'Secret', namespace: 'pya', name: 'a' }] };
    expect(problemsOf({ selection, mappings: { namespaces: { shpo: 'night', pay: 'pay-night' } } })).toEqual({
      'mappings.namespaces.shpo':
        '"shpo" is not in selection.namespaces; did you mean "shop"? Correct it, or map both.',
      'selection.objects.0.namespace': expect.stringContaining('did you mean "pay"?'),
    });
    const all = { selection: { allNamespaces: true } };
    expect(problemsOf({ ...all, mappings: { namespaces: { shop: 'night' } } })).toEqual({});
  });

  it('may map a namespace that it does not select: the names of its services change', () => {
    const mappings = { namespaces: { shop: 'shop-night', payments: 'payments-night' } };
    expect(problemsOf({ selection: { namespaces: ['shop'] }, mappings })).toEqual({});
    const defaults = { mappings };
    expect(problemsOf({ selection: { namespaces: ['shop'] } }, { ...route, defaults })).toEqual({});
    const both = { namespaces: { shop: 'shop-night', shops: 'shops-night' } };
    expect(problemsOf({ selection: { namespaces: ['shop'] }, mappings: both })).toEqual({});
  });

  it('cannot live for a time and update what is there', () => {
    expect(problemsOf({ ttl: '3d', onConflict: 'update' }).ttl).toContain('objects that this one removes');
    expect(problemsOf({ ttl: '3d', selection: { namespaces: ['shop'] } })).toEqual({});
  });

  it.each([[null], ['shop'], [[]], [7]])('is refused when it is %j and no object', (input) => {
    expect(() => parseRequest(input, route)).toThrow('must be a JSON object');
  });

  // Promise: refuses-mistakes
  it('cannot reach a namespace that the route does not allow', () => {
    const limited = { ...route, limits: { namespaces: ['shop'] } };
    expect(problemsOf({ selection: { namespaces: ['billing'] } }, limited)['selection.namespaces']).toContain(
      'allowed are shop',
    );
    expect(problemsOf({}, limited)['selection.namespaces']).toContain('Name the namespaces');
    expect(problemsOf({ selection: { namespaces: ['shop'] } }, limited)).toEqual({});
  });

  // Promise: quiesce-only-if-allowed
  it('cannot quiesce a source that the route keeps read-only', () => {
    expect(problemsOf({ quiesce: { scaleToZero: true } }).quiesce).toContain('read-only');
    expect(
      problemsOf({ quiesce: { scaleToZero: true } }, { ...route, mayQuiesce: true })['selection.namespaces'],
    ).toContain('Name the namespaces');
    const named = { quiesce: { scaleToZero: true }, selection: { namespaces: ['shop'] } };
    expect(problemsOf(named, { ...route, mayQuiesce: true })).toEqual({});
  });

  // Promise: cut-over-stays
  it('cannot cut over without all that a cut-over needs, each named', () => {
    const given = { cutOver: true, ttl: '3d', selection: { namespaces: ['shop'] } };
    expect(problemsOf(given)).toEqual({
      cutOver: expect.stringContaining('mayQuiesce is off'),
      profile: expect.stringContaining('"profile": "migrate"'),
      'quiesce.scaleToZero': expect.stringContaining('"scaleToZero": true'),
      ttl: expect.stringContaining('leave ttl out'),
    });
    const whole = { ...given, ttl: undefined, profile: 'migrate', quiesce: { scaleToZero: true } };
    expect(problemsOf(whole, { ...route, mayQuiesce: true })).toEqual({});
    expect(problemsOf(whole).cutOver).toContain('read-only');
  });

  it('may carry the link that Step Functions adds to nested runs', () => {
    const linked = { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:aws:states:…' };
    expect(problemsOf({ ...linked, selection: { namespaces: ['shop'] } })).toEqual({});
  });
});

it('makes no cluster from one that neither EKS nor AKS knows anything of', () => {
  const source = { region: 'eu-central-1', kind: 'kubernetes' as const };
  const target = { cluster: 'dev', create: { roleArn: '', subnetIds: [], securityGroupIds: [], map: {} } };
  const asked = { selection: { namespaces: ['shop'] }, target: { createCluster: true } };
  expect(problemsOf(asked, { ...route, source, target })).toEqual({
    'target.createCluster': expect.stringContaining('what EKS or AKS says of the source'),
  });
  expect(problemsOf(asked, { ...route, source: { ...source, kind: 'aks' }, target })).toEqual({});
});
