import type { AwsError, Service } from '../../../base/service.ts';
import type { HttpAnswer, HttpRequest } from '../http-message.ts';

/** How a family of services puts operations on HTTP (https://smithy.io/2.0/aws/protocols/index.html). */
export interface Protocol {
  /** Which operation is wanted, with which input; `operation` is what the request named when the service has no such one. */
  read(service: Service, request: HttpRequest): { operation: string; input: Record<string, unknown> };
  write(service: Service, operation: string, output: unknown, requestId: string): HttpAnswer;
  writeError(service: Service, error: AwsError, requestId: string): HttpAnswer;
}
