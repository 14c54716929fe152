import { awsCall } from './errors.ts';
import { jsonCall } from './json-call.ts';
import type { MemberSession } from './member.ts';

/** Codes of the quotas of EBS that a clone meets first (Service Quotas, service `ebs`). */
const QUOTAS = [
  { code: 'L-7A658B76', name: 'gp3 storage, TiB' },
  { code: 'L-309BACF6', name: 'snapshots in the Region' },
] as const;

interface Answer {
  Quota?: { Value?: number };
}

/** What the account may have (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html). */
export function ebsQuotas(session: MemberSession): Promise<{ code: string; name: string; value: number }[]> {
  return Promise.all(
    QUOTAS.map(({ code, name }) =>
      awsCall(`read the quota ${code} (${name}) in ${session.region}`, async () => {
        const input = { ServiceCode: 'ebs', QuotaCode: code };
        const target = 'ServiceQuotasV20190624.GetServiceQuota';
        const { Quota } = await jsonCall<Answer>(session, 'servicequotas', target, input);
        return { code, name, value: Quota?.Value ?? 0 };
      }),
    ),
  );
}
