import { KubeferryError } from '../base/errors.ts';
import type { Secrets } from '../base/ports/secrets.ts';

/** What Velero takes where nobody has set one; no secret, since it is in its source (velero `pkg/repository/keys/keys.go`). */
const BUILT_IN = 'static-passw0rd';

/**
 * The password of a repository: the secret's value is JSON with the key `password`; without a secret it is the one that Velero has
 * built in. Throws InvalidRequest for any other value, without what it is.
 */
export async function passwordOf(secrets: Secrets, arn: string | undefined): Promise<string> {
  if (arn === undefined) return BUILT_IN;
  const password = passwordIn(await secrets.read(arn));
  if (password !== undefined) return password;
  throw new KubeferryError(
    'InvalidRequest',
    `Secret ${arn} has no password: its value must be JSON with the key "password". Way out: ` +
      `aws secretsmanager put-secret-value --secret-id ${arn} --secret-string '{"password": "…"}'.`,
  );
}

function passwordIn(text: string): string | undefined {
  try {
    const { password } = JSON.parse(text) as { password?: unknown };
    return typeof password === 'string' && password !== '' ? password : undefined;
  } catch {
    return undefined;
  }
}
