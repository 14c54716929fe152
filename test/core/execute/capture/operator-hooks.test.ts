import { expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readRecord } from '../../../../core/base/run/records.ts';
import { quiesceSource } from '../../../../core/execute/capture/quiesce-source.ts';
import type { Quiesced } from '../../../../core/execute/capture/quiesced.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { definition } from '../../../memory/definition.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { namespace, requestFor } from './some-source.ts';

const TYPES = [
  definition('postgresql.cnpg.io', 'v1', 'Cluster', 'clusters'),
  definition('pgv2.percona.com', 'v2', 'PerconaPGCluster', 'perconapgclusters'),
  definition('postgres-operator.crunchydata.com', 'v1beta1', 'PostgresCluster', 'postgresclusters'),
  definition('pxc.percona.com', 'v1', 'PerconaXtraDBCluster', 'perconaxtradbclusters'),
];
const resource = (apiVersion: string, kind: string, name: string, home = 'shop'): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: home },
  spec: {},
});
const pod = (name: string, labels: Record<string, string>, phase = 'Running', home = 'shop'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: home, labels },
  spec: { containers: [{ name: 'postgres' }] },
  status: { phase },
});
const CNPG = (cluster: string, role = 'instance') => ({ 'cnpg.io/cluster': cluster, 'cnpg.io/podRole': role });

/** Of a run that asks for the hooks of operators in namespace shop: `script in namespace/pod/container`, and what it has recorded. */
async function quiesced(objects: KubeObject[], quiesce: object = { operators: true }) {
  const cluster = memoryCluster({ objects: [namespace('shop'), namespace('billing'), ...TYPES, ...objects] });
  const store = memoryObjectStore();
  const ran: string[] = [];
  const exec: typeof cluster.exec = async ({ namespace: home, name, container }, [, , script, called]) => {
    ran.push(`${called} ${/CHECKPOINT/.exec(script ?? '')?.[0]} in ${home}/${name}/${container}`);
    return { exitCode: 0, stdout: '', stderr: '' };
  };
  const api = { ...cluster, exec };
  await quiesceSource(api, store, 'run-1', requestFor({ quiesce }), ['shop']);
  const record = await readRecord<Quiesced>(store, keysOf('run-1').quiesced, 'quiesce-source').catch(() => undefined);
  return { ran, record };
}

// Promise: operators-hooks
it('makes a checkpoint in each instance of a database that an operator runs, and in no other pod', async () => {
  const { ran, record } = await quiesced([
    resource('postgresql.cnpg.io/v1', 'Cluster', 'orders'),
    resource('postgresql.cnpg.io/v1', 'Cluster', 'ledger', 'billing'),
    pod('orders-1', CNPG('orders')),
    pod('orders-2', CNPG('orders')),
    pod('orders-pooler', CNPG('orders', 'pooler')),
    pod('orders-1-initdb', CNPG('orders'), 'Succeeded'),
    pod('ledger-1', CNPG('ledger'), 'Running', 'billing'),
    pod('other', {}),
  ]);
  expect(ran).toEqual([
    'kubeferry-postgresql CHECKPOINT in shop/orders-1/postgres',
    'kubeferry-postgresql CHECKPOINT in shop/orders-2/postgres',
  ]);
  expect(record?.hooks.map(({ pod: name, use }) => `${name} ${use}`)).toEqual([
    'orders-1 postgresql',
    'orders-2 postgresql',
  ]);
});

it('runs it once where an operator makes another resource of the one that somebody wrote', async () => {
  const { ran } = await quiesced([
    resource('pgv2.percona.com/v2', 'PerconaPGCluster', 'ledger'),
    resource('postgres-operator.crunchydata.com/v1beta1', 'PostgresCluster', 'ledger'),
    pod('ledger-instance1-0', {
      'postgres-operator.crunchydata.com/cluster': 'ledger',
      'postgres-operator.crunchydata.com/data': 'postgres',
    }),
  ]);
  expect(ran).toEqual(['kubeferry-postgresql CHECKPOINT in shop/ledger-instance1-0/database']);
});

it('runs nothing in a database that is hibernated, in one without a hook, and where nobody asked for it', async () => {
  const hibernated = resource('postgresql.cnpg.io/v1', 'Cluster', 'orders');
  const ofGalera = resource('pxc.percona.com/v1', 'PerconaXtraDBCluster', 'bills');
  expect((await quiesced([hibernated, ofGalera])).ran).toEqual([]);
  const running = [hibernated, pod('orders-1', CNPG('orders'))];
  expect((await quiesced(running, {})).ran).toEqual([]);
  expect((await quiesced(running)).ran).toHaveLength(1);
});
