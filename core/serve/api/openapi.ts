/** The OpenAPI 3.1 document, made from the operations and their schemas. */
import * as z from 'zod';
import { WorkloadsView } from '../survey/survey-schemas.ts';
import { EventList } from './event-schemas.ts';
import { ObjectList } from './object-schemas.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { PROBLEMS } from './problem.ts';
import * as schedules from './schedule-schemas.ts';
import * as schemas from './schemas.ts';
import { Me } from './show-me.ts';

/** Schemas that stand by their name in the document; what is taken and what is answered differ in their defaults. */
const TAKEN = {
  Request: schemas.ApiRequestBody,
  NewSchedule: schedules.ApiScheduleBody,
  Decision: schemas.Decision,
};
const ANSWERED = {
  Route: schemas.RouteView,
  RouteList: schemas.RouteList,
  RouteChecks: schemas.RouteChecks,
  Workloads: WorkloadsView,
  Me,
  Started: schemas.Started,
  Run: schemas.RunView,
  RunList: schemas.RunList,
  Step: schemas.Step,
  EventList,
  Plan: schemas.PlanView,
  ObjectList,
  Report: schemas.ReportView,
  Decided: schemas.Decided,
  RollBack: schemas.RollBackView,
  Schedule: schedules.ScheduleView,
  ScheduleDetails: schedules.ScheduleDetails,
  ScheduleList: schedules.ScheduleList,
  Problem: schemas.ProblemDocument,
};

export function openApi() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'kubeferry',
      version: '1.0.0',
      description: 'Clones Kubernetes workloads with their data between EKS clusters. Every call is signed (SigV4).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      contact: { name: 'Whoever deployed it' },
    },
    servers: [
      {
        url: 'https://{api}.execute-api.{region}.amazonaws.com',
        description: 'The output "api" of the stack kubeferry-hub',
        variables: { api: { default: 'abcdefghij' }, region: { default: 'eu-west-1' } },
      },
    ],
    tags: [{ name: 'routes', description: 'What lies under one route is the right to that route.' }],
    security: [{ sigv4: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        sigv4: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          description: 'AWS Signature Version 4 of the service execute-api',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
      schemas: { ...named(TAKEN, 'input'), ...named(ANSWERED, 'output') },
    },
  };
}

function paths() {
  const all: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS as readonly Operation[]) {
    const { path, method } = operation;
    all[path] = { ...all[path], [method.toLowerCase()]: described(operation) };
  }
  return all;
}

function described({ id, path, summary, description, body, query, idempotent, ...done }: Operation) {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, label = '']) => pathParameter(label, path)),
    ...(query ? queryParameters(query) : []),
    ...(idempotent ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: id,
    tags: ['routes'],
    summary,
    description,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: false, content: json(reference(body) ?? inlined(body, 'input')) } } : {}),
    responses: {
      ...answers(done),
      '4XX': { description: `Refused: ${titles(400)}`, content: PROBLEM },
      '5XX': { description: `Failed: ${titles(500)}`, content: PROBLEM },
    },
  };
}

const DONE = { 200: 'Done', 201: 'Made', 202: 'Begun', 204: 'Done' } as const;

function answers({ status, orMade, output }: Pick<Operation, 'status' | 'orMade' | 'output'>) {
  const body = output ? (reference(output) ?? inlined(output, 'output')) : { type: 'object' };
  const content = status === 204 ? {} : { content: json(body) };
  return Object.fromEntries(
    [status, ...(orMade ? [orMade] : [])].map((each) => [each, { description: DONE[each], ...content }]),
  );
}

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again with the same request, it is the same run',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const titles = (from: number) =>
  Object.values(PROBLEMS)
    .filter(([status]) => status >= from && status < from + 100)
    .map(([status, title]) => `${status} ${title}`)
    .join('; ');

/** What stands between braces in a path, by the path's last word before it. */
const LABELS: Record<string, { description: string; pattern: string }> = {
  routes: { description: 'Name of a route', pattern: '^[a-z][a-z0-9-]{0,39}$' },
  schedules: { description: 'Name of a schedule', pattern: '^[0-9A-Za-z_.-]{1,64}$' },
  clones: { description: 'Id of a run', pattern: '^[0-9A-Za-z_-]{1,80}$' },
  captures: { description: 'Id of the run that took it', pattern: '^[0-9A-Za-z_-]{1,80}$' },
  plans: { description: 'Id of a run', pattern: '^[0-9A-Za-z_-]{1,80}$' },
};

function pathParameter(name: string, path: string) {
  const parts = path.split('/');
  const { description, pattern } = LABELS[parts[parts.indexOf(`{${name}}`) - 1] ?? ''] ?? {};
  return { name, in: 'path', required: true, description, schema: { type: 'string', pattern } };
}

function queryParameters(query: z.ZodObject) {
  const { properties = {} } = inlined(query, 'input') as { properties?: Record<string, { description?: string }> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema,
  }));
}

const json = (schema: unknown) => ({ 'application/json': { schema } });

function reference(schema: z.ZodType) {
  const [name] = Object.entries({ ...TAKEN, ...ANSWERED }).find(([, each]) => each === schema) ?? [];
  return name ? { $ref: `#/components/schemas/${name}` } : undefined;
}

function inlined(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...own } = z.toJSONSchema(schema, { io });
  return own;
}

function named(group: Record<string, z.ZodType>, io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(group)) registry.add(schema, { id });
  const { schemas: made } = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(made).map(([id, { $schema: _, $id: __, ...own }]) => [id, own as Record<string, unknown>]),
  );
}
