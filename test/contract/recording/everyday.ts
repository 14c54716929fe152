import { kubeferry } from '../../flow/kubeferry.ts';
import { into, type SmallCloud } from '../../flow/small-cloud.ts';
import { pipelineOf } from './pipeline.ts';

const BOTH_WAYS = { volumes: { claims: { 'small/files': 'copy-blocks' } } };

/** Checks, plans, clones, approvals, a stop and what follows it, a refresh, a roll-back, schedules. */
export async function everyday({ cloud }: SmallCloud): Promise<void> {
  const { call, until, start, ended, undone } = pipelineOf(cloud);
  const waits = ({ approval }: { approval?: { status: string } }) => approval?.status === 'waiting';

  const checked = await kubeferry(cloud, ['doctor', 'prod-to-dev']);
  if (checked.code !== 0) throw new Error(`The doctor found something: ${checked.out}${checked.err}`);

  const nightly = { ...into('night'), ...BOTH_WAYS, onConflict: 'refresh', ttl: '3d' };
  const first = await start({ ...nightly, approval: true, quiesce: { scaleToZero: true } });
  await until(first, waits);
  await call('POST', `/clones/${first}/stop`);
  await call('POST', `/clones/${first}/retry`);
  await until(first, waits);
  await call('POST', `/clones/${first}/approve`);
  await ended(first, 'SUCCEEDED');

  const refused = await start({ ...into('refused'), approval: true });
  await until(refused, waits);
  await call('POST', `/clones/${refused}/approve`, { reject: true, reason: 'Not now.' });
  await ended(refused, 'FAILED');

  const second = await start(nightly);
  await ended(second, 'SUCCEEDED');
  await call('DELETE', `/clones/${second}`);
  await undone(second);
  await call('GET', '/clones');
  await schedules(call);
}

async function schedules(call: ReturnType<typeof pipelineOf>['call']): Promise<void> {
  const request = { mode: 'plan', selection: { namespaces: ['small'] }, ...into('scheduled') };
  await call('POST', '/schedules', { name: 'monthly', expression: 'rate(30 days)', request });
  await call('PUT', '/schedules/monthly', { expression: 'rate(60 days)', request, enabled: false });
  await call('GET', '/schedules');
  await call('GET', '/schedules/monthly');
  await call('DELETE', '/schedules/monthly');
}
