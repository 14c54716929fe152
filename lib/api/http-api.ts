import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as Api,
  CorsHttpMethod,
  type CorsPreflightOptions,
  type HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { OPERATIONS, type Operation } from '../../core/serve/api/operations.ts';
import type { StepFunction } from '../functions/step-function.ts';

/** Plenty for pipelines that ask every few seconds, and little for whoever tries to flood the machines. */
const THROTTLE = { rateLimit: 20, burstLimit: 50 };

const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  caller: '$context.identity.userArn',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  error: '$context.error.message',
});

export interface HttpApiProps {
  answers: StepFunction;
  examines: StepFunction;
  surveys: StepFunction;
  /** Of the hosted page: the only one whose scripts browsers let call. */
  origin?: string | undefined;
}

/**
 * The HTTP API for pipelines: one API in front of three functions. Every path asks for a signature, and since everything
 * lies under its route, `execute-api:Invoke` on `…/POST/routes/prod-to-dev/clones` is the right to clone along it.
 */
export class HttpApi extends Construct {
  readonly id: string;
  /** `https://….execute-api.eu-west-1.amazonaws.com`. */
  readonly endpoint: string;

  constructor(scope: Construct, id: string, { answers, examines, surveys, origin }: HttpApiProps) {
    super(scope, id);
    const api = new Api(this, 'Api', {
      apiName: 'kubeferry',
      description: 'Plans, clones and their reports, each under its route',
      createDefaultStage: false,
      defaultAuthorizer: new HttpIamAuthorizer(),
      ...(origin ? { corsPreflight: corsFor(origin) } : {}),
    });
    const answering = integration('Answer', answers);
    const others = {
      'examine-route': integration('Examine', examines),
      'survey-route': integration('Survey', surveys),
    };
    for (const { method, path, step } of OPERATIONS as readonly Operation[]) {
      api.addRoutes({ path, methods: [method as HttpMethod], integration: step ? others[step] : answering });
    }
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'Logs', {
            logGroupName: '/aws/vendedlogs/apis/kubeferry',
            retention: RetentionDays.THREE_MONTHS,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
    this.id = api.apiId;
    this.endpoint = api.apiEndpoint;
  }
}

/**
 * What the page sends and reads. It is no wall: whoever has no signature gets nothing from any origin
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
 */
const corsFor = (origin: string): CorsPreflightOptions => ({
  allowOrigins: [origin],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
  allowHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-none-match',
    'kubeferry-may-i',
    'x-amz-date',
    'x-amz-security-token',
  ],
  exposeHeaders: ['apigw-requestid', 'date', 'etag', 'location'],
  maxAge: Duration.hours(1),
});

const integration = (id: string, fn: StepFunction) =>
  new HttpLambdaIntegration(id, fn.version, { scopePermissionToRoute: false, timeout: Duration.seconds(29) });
