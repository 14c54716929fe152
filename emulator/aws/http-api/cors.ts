/**
 * What an API with a CorsConfiguration says to browsers: API Gateway answers the preflight itself, without a signature, and
 * writes its headers into every answer (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
 */
import { type BrowserRequest, RawOutput } from '../../base/service.ts';

/** As CloudFormation has it (AWS::ApiGatewayV2::Api Cors). */
export interface Cors {
  AllowOrigins?: string[];
  AllowMethods?: string[];
  AllowHeaders?: string[];
  ExposeHeaders?: string[];
  MaxAge?: number;
}

/** Undefined for what is none, and where nobody configured it. */
export function preflight(cors: Cors | undefined, request: BrowserRequest): RawOutput | undefined {
  if (!cors || request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return undefined;
  // An origin that is not let in gets the same answer, without the headers that its browser looks for.
  if (!isAllowed(cors, request)) return new RawOutput(Buffer.alloc(0), {}, 204);
  const listed = (names: string[] = []) => names.join(',');
  return new RawOutput(
    Buffer.alloc(0),
    {
      'access-control-allow-methods': listed(cors.AllowMethods),
      'access-control-allow-headers': listed(cors.AllowHeaders),
      'access-control-max-age': String(cors.MaxAge ?? 0),
    },
    204,
  );
}

/** Of every answer to an origin that is let in. */
export function headersFor(cors: Cors | undefined, request: BrowserRequest): Record<string, string> {
  if (!cors || !isAllowed(cors, request)) return {};
  return {
    'access-control-allow-origin': request.headers.origin ?? '',
    'access-control-expose-headers': (cors.ExposeHeaders ?? []).join(','),
  };
}

const isAllowed = ({ AllowOrigins = [] }: Cors, { headers }: BrowserRequest) =>
  AllowOrigins.includes('*') || AllowOrigins.includes(headers.origin ?? '');
