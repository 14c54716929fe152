import type { Workflow } from './schema.ts';
import { isDistributed, type Placed, statesOf } from './walk.ts';

/** How a task goes on (https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html). */
export type Pattern = 'request-response' | 'run-a-job' | 'callback';

export interface Integration {
  action: 'invoke-function' | 'invoke-function-directly' | 'start-execution' | 'publish' | 'put-events';
  pattern: Pattern;
  /** As history events name it: `lambda` and `invoke`. */
  resourceType: string;
  resource: string;
  required: readonly string[];
  optional: readonly string[];
}

const invoke = { action: 'invoke-function', required: ['FunctionName'], optional: ['Payload'] } as const;
const start = { action: 'start-execution', required: ['StateMachineArn'], optional: ['Input', 'Name'] } as const;
const INTEGRATIONS: Record<string, Omit<Integration, 'resourceType' | 'resource'>> = {
  'lambda:invoke': { ...invoke, pattern: 'request-response' },
  'lambda:invoke.waitForTaskToken': { ...invoke, pattern: 'callback' },
  'states:startExecution': { ...start, pattern: 'request-response' },
  'states:startExecution.sync:2': { ...start, pattern: 'run-a-job' },
  'states:startExecution.waitForTaskToken': { ...start, pattern: 'callback' },
  'sns:publish': {
    action: 'publish',
    pattern: 'request-response',
    required: ['TopicArn', 'Message'],
    optional: ['Subject'],
  },
  'events:putEvents': { action: 'put-events', pattern: 'request-response', required: ['Entries'], optional: [] },
};

/** The integration behind a Task's Resource; undefined when there is none here. */
export function integrationOf(resource: string): Integration | undefined {
  if (/^arn:aws[a-z-]*:lambda:[^:]+:\d{12}:function:.+$/.test(resource))
    return {
      action: 'invoke-function-directly',
      pattern: 'request-response',
      resourceType: 'lambda',
      resource,
      required: [],
      optional: [],
    };
  const [, name] = /^arn:aws[a-z-]*:states:::(.+)$/.exec(resource) ?? [];
  const found = name === undefined ? undefined : INTEGRATIONS[name];
  if (!found || name === undefined) return undefined;
  const colon = name.indexOf(':');
  return { ...found, resourceType: name.slice(0, colon), resource: name.slice(colon + 1) };
}

/** Sentences on resources and arguments that are not implemented here. */
export function checkResources(machine: Workflow): string[] {
  return [...statesOf(machine)].flatMap(checkResource);
}

function checkResource({ name, state, around }: Placed): string[] {
  if (state.Type !== 'Task') return [];
  const integration = integrationOf(state.Resource);
  if (!integration)
    return [
      `state '${name}', field 'Resource': '${state.Resource}' is not implemented here; there are ` +
        `a function's ARN and ${Object.keys(INTEGRATIONS).join(', ')} of arn:aws:states:::`,
    ];
  if (state.HeartbeatSeconds !== undefined && integration.pattern !== 'callback')
    return [`state '${name}', field 'HeartbeatSeconds': nobody sends heartbeats but who holds a task token`];
  const inExpress = around.some((outer) => isDistributed(outer.state) && isExpress(outer));
  if (inExpress && integration.pattern !== 'request-response')
    return [`state '${name}', field 'Resource': Express executions cannot wait for '${state.Resource}'`];
  return argumentProblems(integration, state.Arguments).map((why) => `state '${name}', field 'Arguments': ${why}`);
}

const isExpress = ({ state }: Placed) =>
  state.Type === 'Map' && state.ItemProcessor.ProcessorConfig.ExecutionType === 'EXPRESS';

/** What is missing or not implemented in a task's arguments; nothing for those that only an expression will tell. */
export function argumentProblems(integration: Integration, given: unknown): string[] {
  if (integration.action === 'invoke-function-directly') return [];
  if (typeof given === 'string') return [];
  const keys = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  const { required, optional } = integration;
  return [
    ...required.filter((key) => !keys.includes(key)).map((key) => `'${key}' is missing`),
    ...keys.filter((key) => ![...required, ...optional].includes(key)).map((key) => `'${key}' is not implemented here`),
  ];
}
