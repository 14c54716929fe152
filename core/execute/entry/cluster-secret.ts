import * as z from 'zod';
import { KubeferryError } from '../../base/errors.ts';
import type { Secrets } from '../../base/ports/secrets.ts';

/** How a cluster that is none of EKS is entered. */
export type ClusterSecret = {
  /** PEM; '' where a public authority has signed the server's certificate. */
  certificateAuthority: string;
} & ({ token: string } | { cert: string; key: string });

const pem = z.string().regex(/^-----BEGIN [A-Z ]+-----\n/);
const Value = z.looseObject({
  certificateAuthority: pem.optional(),
  token: z.string().regex(/^\S+$/).optional(),
  certificate: pem.optional(),
  key: pem.optional(),
});

/** Of a cluster that trusts tokens which nobody stores: PEM, or '' without a secret. */
export async function authorityOf(secrets: Secrets, arn: string | undefined): Promise<string> {
  if (arn === undefined) return '';
  const { certificateAuthority, ...others } = valueIn(await secrets.read(arn), arn);
  const kept = Object.keys(others);
  if (certificateAuthority !== undefined && kept.length === 0) return certificateAuthority;
  throw new KubeferryError(
    'InvalidRequest',
    `Secret ${arn} has to have a "certificateAuthority" (PEM) and nothing else, since the route says "federated", which needs no stored credential${kept.length > 0 ? `; it has ${kept.join(', ')} as well` : ''}. Way out: aws secretsmanager put-secret-value --secret-id ${arn} --secret-string file://authority.json.`,
  );
}

/** Reads the secret of a cluster. Throws InvalidRequest for one that is none, and repeats nothing of what is in it. */
export async function clusterSecret(secrets: Secrets, arn: string): Promise<ClusterSecret> {
  const { certificateAuthority = '', token, certificate, key } = valueIn(await secrets.read(arn), arn);
  if (token !== undefined && certificate === undefined && key === undefined) return { certificateAuthority, token };
  if (token === undefined && certificate !== undefined && key !== undefined)
    return { certificateAuthority, cert: certificate, key };
  throw wrong(arn, 'it has to have either "token", or both "certificate" and "key"');
}

function valueIn(text: string, arn: string): z.infer<typeof Value> {
  const parsed = Value.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].filter((each) => each !== '');
  if (fields.length === 0) throw wrong(arn, 'its value is no JSON object');
  throw wrong(arn, `${fields.map((each) => `"${each}"`).join(' and ')} of it is not what it should be`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wrong = (arn: string, why: string) =>
  new KubeferryError(
    'InvalidRequest',
    `Secret ${arn} does not let anybody into a cluster: ${why}. Its value is JSON with "certificateAuthority" (PEM) and "token", ` +
      `or "certificate" and "key" (PEM). Way out: aws secretsmanager put-secret-value --secret-id ${arn} --secret-string file://access.json; ` +
      'kubeferry rbac prints how to make that file.',
  );
