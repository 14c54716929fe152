import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AZURE_RIGHTS } from '../../../core/base/access/azure-actions.ts';
import { azureParameters } from '../../../core/base/access/azure-parameters.ts';
import { azureTemplate } from '../../../core/base/access/azure-template.ts';
import { deployTemplate } from '../../../emulator/azure/deploy-template.ts';
import { armOf, PLACE, type StandIn, standIn } from '../../adapters/azure/stand-in.ts';
import { verified } from '../../verified/verified.ts';
import { installAzureWitnesses } from './install-witnesses.ts';
import { type Exchange, judge } from './published/judge.ts';
import { type Operation, publishedOperations } from './published/operations.ts';
import { playRuns } from './published/play.ts';
import { noting, unplayed } from './published/sites.ts';
import { stockForm } from './published/stock-form.ts';
import { tapFetch } from './published/tap.ts';
import { AZURE_WITNESSES, NEXT_VERSIONS, PUBLISHED_DEVIATIONS } from './witnesses.data.ts';

/** What Azure asks of whoever names one thing in another: a subnet, an identity. */
const LINKED = /\/(join|assign)\/action$/;
const MONITOR = /^\/operations\//;

let world: StandIn;
let operations: Operation[];
let exchanges: Exchange[];
let forms: URLSearchParams[];
const said = new Set<string>();

beforeAll(async () => {
  operations = await publishedOperations(installAzureWitnesses());
  world = await standIn({ startCluster: async () => ({ kubeconfig: () => '', stop: async () => {} }) });
  const tap = tapFetch();
  await playRuns(world, noting(armOf(world), said));
  tap.stop();
  const isToken = ({ url }: Exchange) => url.pathname.endsWith('/oauth2/v2.0/token');
  forms = tap.exchanges.filter(isToken).map(({ body }) => body as URLSearchParams);
  exchanges = tap.exchanges.filter((each) => !isToken(each));
}, 180_000);
afterAll(() => world?.azure.stop());

const ofResources = () => exchanges.filter(({ url }) => !MONITOR.test(url.pathname));

describe('what is published of Azure Resource Manager', () => {
  it('knows each call of a run: its path, version and body, and what it is answered', () => {
    const found = new Set(ofResources().flatMap((each) => judge(each, operations).deviations));
    expect([...found].filter((each) => !(each in PUBLISHED_DEVIATIONS))).toEqual([]);
    expect(Object.keys(PUBLISHED_DEVIATIONS).filter((each) => !found.has(each))).toEqual([]);
  });

  it('is held against every call that the adapters can make', () => {
    expect(unplayed(said)).toEqual([]);
  });

  it('is held against every action that an identity is given', () => {
    const given = Object.values(AZURE_RIGHTS).flatMap((side) => Object.values(side).flat());
    const played = new Set(world.calls.map(({ action }) => action));
    expect([...new Set(given)].filter((action) => !played.has(action) && !LINKED.test(action))).toEqual([]);
  });

  it('has long operations that say how they go on, until they end', () => {
    const states = exchanges
      .filter(({ url }) => MONITOR.test(url.pathname))
      .map(({ answer }) => (answer as { status: string }).status);
    expect(states).toContain('Succeeded');
    // A clock that runs fast may show the end alone.
    expect(states.filter((state) => !['InProgress', 'Succeeded'].includes(state))).toEqual([]);
  });

  it('knows each resource of the template, in its version', () => {
    const deviations = (['source', 'target'] as const).flatMap((side) => {
      const end = { ...PLACE, roleArn: 'arn:aws:iam::222233334444:role/kubeferry-source-eu-central-1' };
      const given = { ...azureParameters(side, end), issuer: 'https://issuer' };
      const { resources } = deployTemplate(
        azureTemplate(),
        given,
        { ...PLACE, location: 'westeurope' },
        { clientId: 'c', principalId: 'p' },
      );
      expect(resources.length).toBeGreaterThan(5);
      return resources.flatMap(({ id, apiVersion, location, properties }) => {
        const url = new URL(`https://management.azure.com${id}?api-version=${apiVersion}`);
        const body = { ...(location ? { location } : {}), ...(properties ? { properties } : {}) };
        return judge(
          { method: 'PUT', url, asked: {}, body, status: 201, headers: new Headers(), answer: undefined },
          operations,
        ).deviations;
      });
    });
    expect(deviations).toEqual([]);
  });
});

describe('the judge', () => {
  const of = (change: (each: Exchange) => Partial<Exchange>, method: string, path: RegExp) => {
    const found = ofResources().find(
      (each) => each.method === method && path.test(each.url.pathname) && each.status < 300,
    )!;
    return judge({ ...found, ...change(found) }, operations).deviations.join();
  };
  const changed = (url: URL, search: string) => new URL(`${url.origin}${url.pathname}?${search}`);
  const put = /\/snapshots\/[^/]+$/;

  it.each<[string, RegExp, (each: Exchange) => Partial<Exchange>, string, RegExp]>([
    ['a path', /published operation/, ({ url }) => ({ url: new URL(`${url.origin}${url.pathname}s/x`) }), 'PUT', put],
    [
      'a version',
      /asked for in version 2021-01-01/,
      ({ url }) => ({ url: changed(url, 'api-version=2021-01-01') }),
      'PUT',
      put,
    ],
    ['a query', /query top: unknown/, ({ url }) => ({ url: changed(url, `${url.searchParams}&top=1`) }), 'PUT', put],
    ['a header', /header if-range: unknown/, () => ({ asked: { 'if-range': 'x' } }), 'PUT', put],
    ['a member that is missing', /request\.location: missing/, () => ({ body: { properties: {} } }), 'PUT', put],
    ['a member of nobody', /size: unknown/, ({ body }) => ({ body: { ...(body as object), size: 1 } }), 'PUT', put],
    [
      'a member of Azure alone',
      /nobody but Azure/,
      ({ body }) => ({ body: { ...(body as object), managedBy: 'me' } }),
      'PUT',
      put,
    ],
    [
      'a type',
      /"1" is no Number/,
      ({ body }) => ({
        body: { ...(body as object), properties: { creationData: { createOption: 'Copy' }, diskSizeGB: '1' } },
      }),
      'PUT',
      put,
    ],
    ['a status', /answered 206/, () => ({ status: 206 }), 'PUT', put],
    [
      'a long operation without an address',
      /where its end/,
      () => ({ status: 202, headers: new Headers() }),
      'PUT',
      put,
    ],
    [
      'an answer',
      /answer\.properties\.shape: unknown/,
      ({ answer }) => ({ answer: { ...(answer as object), properties: { shape: 1 } } }),
      'GET',
      put,
    ],
    ['a refusal', /without code/, () => ({ status: 409, answer: { message: 'no' } }), 'PUT', put],
  ])('finds %s that is not as it is published', (_, said, change, method, path) => {
    expect(of(change, method, path)).toMatch(said);
  });
});

describe('the stock client of Entra ID', () => {
  it('asks for a token as the adapters do, with the token of AWS in place of a secret', async () => {
    const stock = await stockForm(installAzureWitnesses(), PLACE, 'signed', 'https://management.azure.com/.default');
    expect(forms.length).toBeGreaterThan(0);
    for (const form of forms) {
      const own = Object.fromEntries(form);
      const { scope: _, ...rest } = own;
      expect(stock).toMatchObject(rest);
      expect(own.scope).toMatch(/^https:\/\/\S+\/\.default$/);
    }
  });
});

it('is what docs/verified.md says', () => {
  const version = (name: keyof typeof AZURE_WITNESSES) => `${name} ${AZURE_WITNESSES[name]}`;
  const witnesses = (['arm-compute', 'arm-containerservice', 'arm-authorization', 'arm-msi'] as const).map((name) =>
    version(`@azure/${name}`),
  );
  const [known, next] = [Object.entries(PUBLISHED_DEVIATIONS), Object.entries(NEXT_VERSIONS)];
  verified('contract-azure-published', {
    title: 'Azure Resource Manager, by its published specifications',
    command: 'npm run test:contract',
    rows: [
      {
        checked:
          'Path, version, query, headers and body of each call of the adapters, and status, body and long operation of each answer of the local Azure, are those of the models',
        witness: witnesses.join(', '),
        count: 'every call that the adapters can make, every action that an identity is given',
        deviations: known.length + next.length,
      },
      {
        checked: 'The resources of the template of an end, nested deployments included',
        witness: witnesses.slice(2).join(', '),
        count: 'both sides',
        deviations: 0,
      },
      {
        checked: 'A token of Entra ID is asked for by the same form',
        witness: version('@azure/identity'),
        count: 'the tokens of both sides',
        deviations: 0,
      },
    ],
    deviations: [
      ...known.map(([what, reason]) => ({ what, reason })),
      ...next.map(() => ({
        what: 'Calls of AKS are judged by the models of a later version than they name',
        reason: 'No client of that version is published; the next one that is has all of its members, and more.',
      })),
    ],
  });
});
