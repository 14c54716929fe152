import { QUOTAS } from '../../core/base/ports/quotas.ts';
import { awsCall, isGone } from './errors.ts';
import { jsonCall } from './json-call.ts';
import type { MemberSession } from './member.ts';

interface Answer {
  Quota?: { Value?: number };
}

/**
 * What the account may have (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html);
 * a quota of which Service Quotas knows no value for the account is left out.
 */
export async function targetQuotas(session: MemberSession): Promise<{ code: string; name: string; value: number }[]> {
  const found = await Promise.all(
    QUOTAS.map(({ service, code, name }) =>
      awsCall(`read the quota ${code} (${name}) in ${session.region}`, async () => {
        const input = { ServiceCode: service, QuotaCode: code };
        const target = 'ServiceQuotasV20190624.GetServiceQuota';
        const { Quota } = await jsonCall<Answer>(session, 'servicequotas', target, input).catch(unlessUnknown);
        return Quota?.Value === undefined ? [] : [{ code, name, value: Quota.Value }];
      }),
    ),
  );
  return found.flat();
}

function unlessUnknown(error: unknown): Answer {
  if (isGone(error) || (error as Error).name === 'NoSuchResourceException') return {};
  throw error;
}
