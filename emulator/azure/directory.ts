import { randomBytes } from 'node:crypto';

/** An application of Entra ID, and the one whom it trusts. */
export interface Application {
  tenant: string;
  client: string;
  /** `sub` of the tokens that it takes for itself (federated credential). */
  subject: string;
}

/** Entra ID, as far as applications get tokens by those of others. */
export interface Directory {
  /** `POST /{tenant}/oauth2/v2.0/token`. */
  token(tenant: string, form: URLSearchParams): { status: number; body: object };
  /** Whose application a token is of, for one who is that audience. */
  holderOf(token: string, audience: string): Application | undefined;
}

/** As long as Entra ID gives them at least (https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime). */
const SECONDS = 3_600;
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** `subjectOf` says who a token of an account of AWS is of. */
export function createDirectory(
  applications: readonly Application[],
  subjectOf: (assertion: string) => string | undefined,
): Directory {
  const given = new Map<string, { application: Application; audience: string; until: number }>();
  return {
    token(tenant, form) {
      const inTenant = applications.filter((each) => each.tenant === tenant);
      if (inTenant.length === 0) return refusal('invalid_request', 90002, `Tenant '${tenant}' not found.`);
      const client = form.get('client_id') ?? '';
      const application = inTenant.find((each) => each.client === client);
      if (!application)
        return refusal(
          'unauthorized_client',
          700016,
          `Application with identifier '${client}' was not found in the directory.`,
        );
      const scope = form.get('scope') ?? '';
      if (form.get('grant_type') !== 'client_credentials' || form.get('client_assertion_type') !== ASSERTION)
        return refusal('invalid_request', 900144, "The request body must contain 'client_assertion'.");
      if (!scope.endsWith('/.default'))
        return refusal('invalid_scope', 1002012, `The provided value for scope ${scope} is not valid.`);
      const subject = subjectOf(form.get('client_assertion') ?? '');
      if (subject !== application.subject)
        return refusal(
          'invalid_client',
          700213,
          `No matching federated identity record found for presented assertion subject '${subject ?? ''}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
        );
      const token = randomBytes(48).toString('base64url');
      given.set(token, {
        application,
        audience: scope.slice(0, -'/.default'.length),
        // By the clock of whoever keeps it, as for sessions of IAM: functions work in real time beside an accelerated cloud.
        until: Date.now() + SECONDS * 1000,
      });
      return {
        status: 200,
        body: { token_type: 'Bearer', expires_in: SECONDS, ext_expires_in: SECONDS, access_token: token },
      };
    },
    holderOf(token, audience) {
      const found = given.get(token);
      if (!found || found.audience !== audience || Date.now() >= found.until) return undefined;
      return found.application;
    },
  };
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const refusal = (error: string, code: number, said: string) => ({
  status: error === 'invalid_client' ? 401 : 400,
  body: { error, error_description: `AADSTS${code}: ${said}\r\nTrace ID: 0\r\nTimestamp: 0`, error_codes: [code] },
});
