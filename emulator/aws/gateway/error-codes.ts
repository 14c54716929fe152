/** The same refusal has another code in every family of services; clients and people look for the one they know. */
import { AwsError, type Service } from '../../base/service.ts';
import type { AuthenticationError, AuthenticationFault } from './authenticate.ts';

type Row = [code: string, status: number];
type Family = 'json' | 'query' | 'ec2' | 's3';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html and each service's common errors. */
const AUTHENTICATION: Record<Family, Record<AuthenticationFault, Row>> = {
  json: {
    missing: ['MissingAuthenticationTokenException', 403],
    'unknown-key': ['UnrecognizedClientException', 403],
    'wrong-token': ['UnrecognizedClientException', 403],
    'expired-token': ['ExpiredTokenException', 403],
    skewed: ['InvalidSignatureException', 403],
    'expired-request': ['InvalidSignatureException', 403],
    'wrong-signature': ['InvalidSignatureException', 403],
    'wrong-payload': ['InvalidSignatureException', 403],
  },
  query: {
    missing: ['MissingAuthenticationToken', 403],
    'unknown-key': ['InvalidClientTokenId', 403],
    'wrong-token': ['InvalidClientTokenId', 403],
    'expired-token': ['ExpiredToken', 403],
    skewed: ['SignatureDoesNotMatch', 403],
    'expired-request': ['SignatureDoesNotMatch', 403],
    'wrong-signature': ['SignatureDoesNotMatch', 403],
    'wrong-payload': ['SignatureDoesNotMatch', 403],
  },
  ec2: {
    missing: ['MissingAuthenticationToken', 403],
    'unknown-key': ['AuthFailure', 401],
    'wrong-token': ['AuthFailure', 401],
    'expired-token': ['RequestExpired', 400],
    skewed: ['RequestExpired', 400],
    'expired-request': ['RequestExpired', 400],
    'wrong-signature': ['AuthFailure', 401],
    'wrong-payload': ['AuthFailure', 401],
  },
  s3: {
    missing: ['AccessDenied', 403],
    'unknown-key': ['InvalidAccessKeyId', 403],
    'wrong-token': ['InvalidToken', 400],
    'expired-token': ['ExpiredToken', 400],
    skewed: ['RequestTimeTooSkewed', 403],
    'expired-request': ['AccessDenied', 403],
    'wrong-signature': ['SignatureDoesNotMatch', 403],
    'wrong-payload': ['XAmzContentSHA256Mismatch', 400],
  },
};

const DENIED: Record<Family, Row> = {
  json: ['AccessDeniedException', 400],
  query: ['AccessDenied', 403],
  ec2: ['UnauthorizedOperation', 403],
  s3: ['AccessDenied', 403],
};

const JSON_OVER_REST: readonly Service['protocol'][] = ['rest-json', 'http-api'];

export function authenticationError(service: Service, error: AuthenticationError): AwsError {
  const [code, status] = AUTHENTICATION[familyOf(service)][error.fault];
  return new AwsError(code, error.message, status);
}

/** `reason` is a whole sentence, as IAM words it. */
export function deniedError(service: Pick<Service, 'protocol'>, reason: string): AwsError {
  const [code, status] = DENIED[familyOf(service)];
  const text = service.protocol === 'ec2' ? `You are not authorized to perform this operation. ${reason}` : reason;
  return new AwsError(code, text, JSON_OVER_REST.includes(service.protocol) ? 403 : status);
}

function familyOf({ protocol }: Pick<Service, 'protocol'>): Family {
  if (protocol === 'rest-xml') return 's3';
  return protocol === 'rest-json' || protocol === 'http-api' ? 'json' : protocol;
}
