import { QUOTAS } from '../../core/base/ports/quotas.ts';
import { awsCall, isGone } from './errors.ts';
import { jsonCall } from './json-call.ts';
import type { MemberSession } from './member.ts';

interface Answer {
  Quota?: { Value?: number };
}

const SERVICE = 'ServiceQuotasV20190624';

/**
 * What the account may have (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html);
 * where no value was ever applied to the account, Service Quotas may know AWS's default alone
 * (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetAWSDefaultServiceQuota.html). One that it knows
 * no value of at all is left out.
 */
export async function targetQuotas(session: MemberSession): Promise<Found[]> {
  const found = await Promise.all(
    QUOTAS.map(({ service, code, name }) =>
      awsCall(`read the quota ${code} (${name}) in ${session.region}`, async (): Promise<Found[]> => {
        const input = { ServiceCode: service, QuotaCode: code };
        const ask = async (operation: string) =>
          (await jsonCall<Answer>(session, 'servicequotas', `${SERVICE}.${operation}`, input).catch(unlessUnknown))
            .Quota?.Value;
        const applied = await ask('GetServiceQuota');
        if (applied !== undefined) return [{ code, name, value: applied }];
        const value = await ask('GetAWSDefaultServiceQuota');
        return value === undefined ? [] : [{ code, name, value, isDefault: true }];
      }),
    ),
  );
  return found.flat();
}

interface Found {
  code: string;
  name: string;
  value: number;
  isDefault?: true;
}

function unlessUnknown(error: unknown): Answer {
  if (isGone(error) || (error as Error).name === 'NoSuchResourceException') return {};
  throw error;
}
