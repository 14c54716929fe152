import { KubeferryError } from '../base/errors.ts';
import type { Secrets } from '../base/ports/secrets.ts';

/** The password of a repository: the secret's value is JSON with the key `password`. Throws InvalidRequest for any other, without what it is. */
export async function passwordOf(secrets: Secrets, arn: string): Promise<string> {
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
