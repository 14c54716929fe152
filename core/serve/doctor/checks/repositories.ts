import type { Route } from '../../../base/request/route.ts';
import { memberStackName } from '../../../base/run/names.ts';
import { type Check, checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';
import type { RepositorySeen } from '../look-at-repositories.ts';

const { ok, broken, unknown } = checkNamed('repository');

/** Each repository of files opens: its bucket is there, the secret can be read, and the password is right. */
export const checkRepositories: RouteCheck = (route, { repositories = [], backups }) => {
  const ofBackups = backups && 'value' in backups ? (backups.value.usable?.repositories ?? []) : [];
  return [...repositories, ...ofBackups].map((seen) => judged(route, seen));
};

function judged({ source }: Route, { name, place, opened }: RepositorySeen): Check {
  if ('value' in opened) return ok(name, `opens at s3://${place.bucket}/${opened.value}`);
  if ('notAsked' in opened) return unknown(name, opened.notAsked);
  const { error, message: sentence } = opened.failure;
  if (error === 'WrongPassword')
    return broken({ thing: name, found: 'wrong password', sentence, fix: password(place.secret) });
  if (error === 'AccessDenied') {
    const fix = `npx cdk deploy ${memberStackName('source', source.account, source.region)}`;
    return broken({ thing: name, found: 'access denied', sentence, fix });
  }
  if (error === 'NotFound') return broken({ thing: name, found: 'not found', sentence, fix: CONFIGURE });
  if (error === 'InvalidRequest' || error === 'DataCorrupt')
    return broken({ thing: name, found: 'not readable', sentence, fix: CONFIGURE });
  return unknown(name, sentence);
}

const CONFIGURE =
  'repositories: { … } or source: { backups: { … } }   in kubeferry.config.ts, then npx cdk deploy --all';

const password = (secret: string | undefined) =>
  secret
    ? `aws secretsmanager put-secret-value --secret-id ${secret} --secret-string '{"password": "…"}'`
    : "source: { backups: { secret: '<ARN of a secret with the password>' } }   in kubeferry.config.ts, then npx cdk deploy --all";
