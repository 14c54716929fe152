import { randomUUID } from 'node:crypto';
import { AwsError, type Call, type Operation } from '../../base/service.ts';
import { InvalidDefinition, readDefinition } from '../definition/read-definition.ts';
import { findExecution, findMachine, only, page, seconds } from './input.ts';
import type { Machine } from './machines.ts';
import { checkName } from './start.ts';
import type { StatesEngine } from './states-engine.ts';

const CREATE = [
  'name',
  'definition',
  'roleArn',
  'type',
  'loggingConfiguration',
  'tags',
  'tracingConfiguration',
  'publish',
  'versionDescription',
];

/** Operations on machines (https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html). */
export const machineOperations = (engine: StatesEngine): Record<string, Operation> => ({
  CreateStateMachine(input, call) {
    only(input, CREATE);
    const arn = `arn:aws:states:${call.region}:${call.account}:stateMachine:${input.name}`;
    call.authorize('states:CreateStateMachine', arn);
    call.authorize('iam:PassRole', input.roleArn, { 'iam:PassedToService': 'states.amazonaws.com' });
    if (input.tags?.length > 0) call.authorize('states:TagResource', arn);
    checkName(input.name);
    if (input.type !== undefined && input.type !== 'STANDARD')
      throw new AwsError('UnsupportedByLocalCloud', `A machine of type ${input.type} is not implemented here`);
    const machine = existing(engine, arn, input) ?? create(engine, arn, input, call);
    const version = input.publish ? { stateMachineVersionArn: publish(machine, call, input.versionDescription) } : {};
    return { stateMachineArn: arn, creationDate: seconds(machine.createdAt), ...version };
  },
  UpdateStateMachine(input, call) {
    only(input, ['stateMachineArn', ...CREATE.filter((key) => !['name', 'type', 'tags'].includes(key))]);
    const machine = findMachine(engine, input.stateMachineArn);
    call.authorize('states:UpdateStateMachine', machine.arn);
    if (input.roleArn) call.authorize('iam:PassRole', input.roleArn, { 'iam:PassedToService': 'states.amazonaws.com' });
    const definition = input.definition ?? machine.definition;
    Object.assign(machine, { definition, parsed: parse(definition), roleArn: input.roleArn ?? machine.roleArn });
    machine.revisionId = randomUUID();
    const version = input.publish ? { stateMachineVersionArn: publish(machine, call, input.versionDescription) } : {};
    return { updateDate: seconds(call.clock.now()), revisionId: machine.revisionId, ...version };
  },
  PublishStateMachineVersion(input, call) {
    only(input, ['stateMachineArn', 'description', 'revisionId']);
    const machine = findMachine(engine, input.stateMachineArn);
    call.authorize('states:PublishStateMachineVersion', machine.arn);
    if (input.revisionId !== undefined && input.revisionId !== machine.revisionId)
      throw new AwsError('ConflictException', `Revision '${input.revisionId}' is not the current one`);
    const stateMachineVersionArn = publish(machine, call, input.description);
    return { stateMachineVersionArn, creationDate: seconds(call.clock.now()) };
  },
  DescribeStateMachine(input, call) {
    only(input, ['stateMachineArn']);
    call.authorize('states:DescribeStateMachine', input.stateMachineArn);
    const [, base, number] = /^(.*?:stateMachine:[^:]+)(?::(\d+))?$/.exec(input.stateMachineArn) ?? [];
    const machine = findMachine(engine, base ?? input.stateMachineArn);
    const version = number === undefined ? undefined : machine.versions.get(Number(number));
    if (number !== undefined && !version) findMachine(engine, input.stateMachineArn);
    return {
      ...described(machine),
      stateMachineArn: input.stateMachineArn,
      ...(version ? { definition: version.definition, description: version.description } : {}),
      status: 'ACTIVE',
      type: 'STANDARD',
      creationDate: seconds(version?.createdAt ?? machine.createdAt),
    };
  },
  DescribeStateMachineForExecution(input, call) {
    only(input, ['executionArn']);
    call.authorize('states:DescribeStateMachineForExecution', input.executionArn);
    const { program, mapRun } = findExecution(engine, input.executionArn);
    const machine = findMachine(engine, program.machineArn.replace(/\/[^/]+$/, ''));
    return {
      ...described(machine),
      stateMachineArn: program.machineArn,
      name: program.machineName,
      definition: program.definition,
      roleArn: program.roleArn,
      updateDate: seconds(machine.createdAt),
      ...(mapRun ? { mapRunArn: mapRun.arn, label: mapRun.label } : {}),
    };
  },
  ListStateMachines(input, call) {
    only(input, ['maxResults', 'nextToken']);
    call.authorize('states:ListStateMachines', '*');
    const own = [...engine.machines.values()].filter((m) => m.account === call.account && m.region === call.region);
    const { items, ...more } = page(own, input);
    const listed = ({ arn, name, createdAt }: Machine) => ({
      stateMachineArn: arn,
      name,
      type: 'STANDARD',
      creationDate: seconds(createdAt),
    });
    return { stateMachines: items.map(listed), ...more };
  },
  ListTagsForResource(input, call) {
    only(input, ['resourceArn']);
    call.authorize('states:ListTagsForResource', input.resourceArn);
    const { tags } = findMachine(engine, input.resourceArn);
    return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
  },
  ValidateStateMachineDefinition(input, call) {
    only(input, ['definition', 'type']);
    call.authorize('states:ValidateStateMachineDefinition', '*');
    const problems = problemsOf(input.definition);
    const diagnostic = (message: string) => ({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message });
    return { result: problems.length > 0 ? 'FAIL' : 'OK', diagnostics: problems.map(diagnostic), truncated: false };
  },
});

/**
 * "CreateStateMachine is an idempotent API"; it compares name, definition, type, logging and tracing. Another roleArn
 * or other tags are ignored.
 */
function existing(engine: StatesEngine, arn: string, input: Record<string, unknown>): Machine | undefined {
  const machine = engine.machines.get(arn);
  const same = (key: 'loggingConfiguration' | 'tracingConfiguration') =>
    JSON.stringify(machine?.[key]) === JSON.stringify(input[key]);
  if (!machine) return undefined;
  if (machine.definition === input.definition && same('loggingConfiguration') && same('tracingConfiguration'))
    return machine;
  throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
}

function create(engine: StatesEngine, arn: string, input: Parameters<Operation>[0], call: Call): Machine {
  const { loggingConfiguration, tracingConfiguration } = input;
  const machine: Machine = {
    arn,
    name: input.name,
    account: call.account,
    region: call.region,
    roleArn: input.roleArn,
    definition: input.definition,
    parsed: parse(input.definition),
    createdAt: call.clock.now(),
    revisionId: randomUUID(),
    tags: Object.fromEntries((input.tags ?? []).map(({ key, value }: { key: string; value: string }) => [key, value])),
    ...(loggingConfiguration ? { loggingConfiguration } : {}),
    ...(tracingConfiguration ? { tracingConfiguration } : {}),
    versions: new Map(),
  };
  engine.machines.set(arn, machine);
  return machine;
}

/** "PublishStateMachineVersion is idempotent: it doesn't create a duplicate version" of an unchanged revision. */
function publish(machine: Machine, call: Call, description?: string): string {
  const latest = machine.versions.size;
  if (machine.versions.get(latest)?.definition === machine.definition) return `${machine.arn}:${latest}`;
  const { definition, parsed } = machine;
  machine.versions.set(latest + 1, {
    definition,
    parsed,
    createdAt: call.clock.now(),
    ...(description ? { description } : {}),
  });
  return `${machine.arn}:${latest + 1}`;
}

function described({
  arn,
  name,
  definition,
  roleArn,
  revisionId,
  loggingConfiguration,
  tracingConfiguration,
}: Machine) {
  return {
    stateMachineArn: arn,
    name,
    definition,
    roleArn,
    revisionId,
    loggingConfiguration: loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: tracingConfiguration ?? { enabled: false },
  };
}

function parse(definition: string): Machine['parsed'] {
  try {
    return readDefinition(definition);
  } catch (error) {
    if (error instanceof InvalidDefinition) throw new AwsError('InvalidDefinition', error.message);
    throw error;
  }
}

function problemsOf(definition: string): readonly string[] {
  try {
    readDefinition(definition);
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems;
    throw error;
  }
}
