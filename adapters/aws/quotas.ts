import { awsCall } from './errors.ts';
import { jsonCall } from './json-call.ts';
import type { MemberSession } from './member.ts';

/** Codes of the quotas that a clone, or the cluster that it makes, meets first (Service Quotas). */
const QUOTAS = [
  { service: 'ebs', code: 'L-7A658B76', name: 'gp3 storage, TiB' },
  { service: 'ebs', code: 'L-309BACF6', name: 'snapshots in the Region' },
  { service: 'eks', code: 'L-1194D53C', name: 'EKS clusters in the Region' },
] as const;

interface Answer {
  Quota?: { Value?: number };
}

/** What the account may have (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html). */
export function targetQuotas(session: MemberSession): Promise<{ code: string; name: string; value: number }[]> {
  return Promise.all(
    QUOTAS.map(({ service, code, name }) =>
      awsCall(`read the quota ${code} (${name}) in ${session.region}`, async () => {
        const input = { ServiceCode: service, QuotaCode: code };
        const target = 'ServiceQuotasV20190624.GetServiceQuota';
        const { Quota } = await jsonCall<Answer>(session, 'servicequotas', target, input);
        return { code, name, value: Quota?.Value ?? 0 };
      }),
    ),
  );
}
