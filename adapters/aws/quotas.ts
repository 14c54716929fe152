import { BLOCK_QUOTAS, type KnownQuota, LEAST_BLOCK_QUOTA, QUOTAS } from '../../core/base/ports/quotas.ts';
import { awsCall, isGone } from './errors.ts';
import { jsonCall } from './json-call.ts';
import type { MemberSession } from './member.ts';

interface Answer {
  Quota?: { Value?: number };
}

const SERVICE = 'ServiceQuotasV20190624';

/** What the account may have of what clones meet first. One that Service Quotas knows no value of is left out. */
export async function targetQuotas(session: MemberSession): Promise<Found[]> {
  const found = await Promise.all(QUOTAS.map((quota) => readQuota(session, quota)));
  return found.flatMap((each) => each ?? []);
}

/** Of reading blocks at the source, or of putting them in the target; the least that AWS gives where nobody may ask. */
export async function blockQuota(session: MemberSession, side: keyof typeof BLOCK_QUOTAS): Promise<number> {
  const found = await readQuota(session, BLOCK_QUOTAS[side]).catch((error: unknown) => {
    // A member stack of an earlier version does not let the run ask.
    if ((error as Error).name === 'AccessDenied') return undefined;
    throw error;
  });
  return found?.value ?? LEAST_BLOCK_QUOTA;
}

type Quota = Pick<KnownQuota, 'service' | 'code' | 'name'>;

/**
 * What the account may have (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html);
 * where no value was ever applied to the account, Service Quotas may know AWS's default alone
 * (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetAWSDefaultServiceQuota.html).
 */
function readQuota(session: MemberSession, { service, code, name }: Quota): Promise<Found | undefined> {
  return awsCall(`read the quota ${code} (${name}) in ${session.region}`, async (): Promise<Found | undefined> => {
    const input = { ServiceCode: service, QuotaCode: code };
    const ask = async (operation: string) =>
      (await jsonCall<Answer>(session, 'servicequotas', `${SERVICE}.${operation}`, input).catch(unlessUnknown)).Quota
        ?.Value;
    const applied = await ask('GetServiceQuota');
    if (applied !== undefined) return { code, name, value: applied };
    const value = await ask('GetAWSDefaultServiceQuota');
    return value === undefined ? undefined : { code, name, value, isDefault: true };
  });
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
