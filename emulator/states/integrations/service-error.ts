import { randomUUID } from 'node:crypto';
import type { AwsError } from '../../base/service.ts';
import { StateError } from '../base/errors.ts';
import type { Integration } from '../definition/resources.ts';

/** The name in front of an integration's errors, and how its SDK for Java names the service and an error without a model. */
const SERVICES: Record<string, { prefix: string; service: string; general: string }> = {
  lambda: { prefix: 'Lambda', service: 'AWSLambda', general: 'AWSLambdaException' },
  states: { prefix: 'StepFunctions', service: 'AWSStepFunctions', general: 'AWSStepFunctionsException' },
  sns: { prefix: 'SNS', service: 'AmazonSNS', general: 'AmazonSNSException' },
  events: { prefix: 'EventBridge', service: 'AmazonEventBridge', general: 'AmazonEventBridgeException' },
};

/** Errors of all services, which no service models (https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html). */
const COMMON = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InternalFailure',
  'OptInRequired',
  'RequestExpired',
  'ServiceUnavailable',
  'ThrottlingException',
  'UnrecognizedClientException',
]);

/**
 * What a refused or failed call is for a machine. The optimized integrations call with the SDK for Java, whose
 * exceptions have `Exception` behind the code that went over the wire, and one general exception for each service: so
 * recordings of AWS say `StepFunctions.StateMachineDoesNotExistException` for the code StateMachineDoesNotExist.
 */
export function serviceError({ resourceType }: Integration, { code, message, status }: AwsError): StateError {
  const { prefix = resourceType, service = resourceType, general = code } = SERVICES[resourceType] ?? {};
  // The client's own failure: no answer came.
  if (code === 'SdkClientException') return new StateError(`${prefix}.${code}`, message);
  const name = COMMON.has(code) ? general : code.endsWith('Exception') ? code : `${code}Exception`;
  const about = `Service: ${service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null`;
  return new StateError(`${prefix}.${name}`, `${message} (${about})`);
}

/** An answer in which entries have failed is an error, with the whole answer as its cause: so recordings of AWS have it. */
export function failedEntries(answer: { FailedEntryCount?: number }): StateError | undefined {
  return answer.FailedEntryCount ? new StateError('EventBridge.FailedEntry', JSON.stringify(answer)) : undefined;
}
