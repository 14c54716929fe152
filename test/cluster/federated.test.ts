import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { AUDIENCE } from '../../cli/demo/factory.config.ts';
import { ORIGINS } from '../../cli/demo/from-restic.ts';
import { MOVED_CLAIM } from '../../cli/demo/movers/shares.ts';
import { demoInput } from '../../cli/demo/options.ts';
import { cloneAndProve, type DemoWorld, startWorld } from '../../cli/demo/run-demo.ts';
import { authenticationConfiguration, rightsObjects, userOf } from '../../core/base/access/cluster-rights.ts';
import { ROLE } from '../../core/base/run/names.ts';
import { requireReading } from '../../core/execute/cluster/require-access.ts';
import { clusterRights } from '../../core/serve/doctor/cluster-rights.ts';
import { createWebIdentity } from '../../emulator/aws/sts/web-identity.ts';
import type { Call } from '../../emulator/base/service.ts';
import type { ClusterBackend } from '../../emulator/kubernetes/contract/backend.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { Cloud } from '../../local/cloud.ts';
import { makePki } from './pki.ts';
import { realBackend } from './real-backend.ts';

const NOTES = { step: () => {}, note: () => {}, end: () => {} };
const GIVEN = demoInput({
  manifests: [],
  disk: [],
  mapNamespace: ['shop=shop-test'],
  strategy: 'auto',
  from: 'kubernetes',
});
// Nobody plays the pod of a Job here.
const volumes = { ...GIVEN.request.volumes, origins: ORIGINS, claims: { [MOVED_CLAIM]: 'skip' as const } };
const INPUT = { ...GIVEN, request: { ...GIVEN.request, volumes }, federated: true };
const ACCOUNT = '222233334444';
const REGION = 'us-east-1';
const SOURCE_ROLE = `arn:aws:iam::${ACCOUNT}:role/${ROLE.source(REGION)}`;

let cloud: Cloud | undefined;
let world: DemoWorld;
const start = async (backend: ClusterBackend) => {
  world = await startWorld(INPUT, backend, NOTES, (running) => {
    cloud = running;
  });
};
const stop = async () => {
  world?.source.close();
  await cloud?.stop();
};

async function cloned(): Promise<void> {
  const result = await cloneAndProve(world, NOTES);
  expect(result).toMatchObject({ status: 'SUCCEEDED', sourceUnchanged: true, different: [], objects: { failed: 0 } });
  const files = result.volumes.find(({ claim }) => claim === 'shop/catalog-files')?.files;
  expect(files).toMatchObject({ compared: 265, different: [] });
  expect(world.cloud.calls.filter((call) => !call.allowed)).toEqual([]);
  expect(world.cloud.calls.some(({ action }) => action === 'sts:GetWebIdentityToken')).toBe(true);
}

describe('a cluster of the local cloud that knows the role by tokens of STS', () => {
  beforeAll(() => start(inProcessBackend));
  afterAll(stop);

  it('is cloned from, and no credential of it is stored', cloned);
});

describe('a real API server that knows the role by tokens of STS', () => {
  let issuer: Server;
  const address = () => `https://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const issuerUrl = createWebIdentity().issuerOf(ACCOUNT);
  const discovery = () => ({
    issuer: issuerUrl,
    jwks_uri: `${address()}/keys`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  });

  beforeAll(async () => {
    const pki = await makePki();
    issuer = createServer({ cert: pki.apiServer.cert, key: pki.apiServer.key }, ({ url }, answer) => {
      // The cluster starts before the cloud is ready, and asks again until the issuer answers.
      if (!cloud) return void answer.writeHead(503).end();
      answer.setHeader('content-type', 'application/json');
      answer.end(JSON.stringify(url === '/keys' ? cloud.webIdentity.keys() : discovery()));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    const authentication = authenticationConfiguration(issuerUrl, AUDIENCE, SOURCE_ROLE);
    // The issuer of AWS is reached by its name; this one is on this machine.
    for (const each of authentication.jwt)
      Object.assign(each.issuer, {
        discoveryURL: `${address()}/.well-known/openid-configuration`,
        certificateAuthority: pki.ca.cert,
      });
    const real = realBackend({ authentication });
    cloud = undefined;
    // Only what the API server is configured with lets anybody in, and only its RBAC lets them do anything.
    await start({
      start: (options) =>
        options.name === 'factory'
          ? real.start({ ...options, authenticate: () => undefined, authorize: () => false })
          : inProcessBackend.start(options),
    });
    for (const object of rightsObjects({ quiesced: [], moved: ['shop'] }, userOf(SOURCE_ROLE)) as KubeObject[])
      await world.source.apply(object, { manager: 'administrator', force: true });
    for (let tries = 0; tries < 120; tries += 1) {
      const api = enterAs(SOURCE_ROLE);
      const isIn = await requireReading(api, 'factory').then(
        () => true,
        () => false,
      );
      api.close();
      if (isIn) return;
      await wait(500);
    }
    throw new Error('The API server did not find the keys of the issuer.');
  });
  afterAll(async () => {
    await stop();
    issuer?.close();
  });

  function enterAs(principalArn: string, audience = AUDIENCE) {
    const { endpoint, certificateAuthority } = world.cloud.clusters.source.running;
    const call = {
      caller: { account: ACCOUNT, principalArn },
      clock: { now: () => new Date() },
      authorize: () => {},
    } as unknown as Call;
    const asked = { Audience: audience, SigningAlgorithm: 'RS256', DurationSeconds: '900' };
    const token = async () => world.cloud.webIdentity.token(asked, call).WebIdentityToken;
    return connect({ endpoint, certificateAuthority, credential: { token } });
  }

  // Promise: other-clusters-by-their-own-rights
  it('is cloned from with what kubeferry rbac prints, and no credential of it is stored', cloned);

  it('lets in nobody else, and nobody for another audience', async () => {
    const api = enterAs(SOURCE_ROLE);
    expect(await clusterRights(async () => api).tryOut()).toMatchObject([{ answer: 'allowed' }]);
    api.close();
    for (const other of [enterAs(SOURCE_ROLE.replace('kubeferry', 'other')), enterAs(SOURCE_ROLE, 'others')]) {
      await expect(requireReading(other, 'factory')).rejects.toMatchObject({ name: 'ClusterRejectedToken' });
      other.close();
    }
  });
});
