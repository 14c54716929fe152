import type { Json } from '../../../kube/kube-object.ts';
import { AwsError } from '../../base/service.ts';
import { jsonBytes, PAYLOAD_BYTES } from '../base/limits.ts';
import type { Execution, Program } from '../execution/execution.ts';
import type { Machine } from './machines.ts';
import type { StatesEngine } from './states-engine.ts';

/** What an ARN of a machine or of one of its versions runs; throws StateMachineDoesNotExist. */
export function findProgram(engine: StatesEngine, arn: string): Program {
  const [, base, number] = /^(arn:[^:]+:states:[^:]+:\d+:stateMachine:[^:/]+)(?::(\d+))?$/.exec(arn) ?? [];
  if (!base) throw new AwsError('InvalidArn', `Invalid Arn: '${arn}' is no ARN of a state machine`);
  const machine = engine.machines.get(base);
  const version = number === undefined ? undefined : machine?.versions.get(Number(number));
  if (!machine || (number !== undefined && !version))
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return programOf(machine, version ? { arn, ...version } : undefined);
}

function programOf(machine: Machine, version?: Pick<Machine, 'arn' | 'parsed' | 'definition'>): Program {
  const workflow = version?.parsed ?? machine.parsed;
  const { arn, name, roleArn, account, region } = machine;
  return {
    machineArn: arn,
    machineName: name,
    ...(version ? { versionArn: version.arn } : {}),
    workflow,
    definition: version?.definition ?? machine.definition,
    ...(workflow.TimeoutSeconds === undefined ? {} : { timeoutSeconds: workflow.TimeoutSeconds }),
    type: 'STANDARD',
    roleArn,
    account,
    region,
  };
}

/**
 * Starts a named execution. "If StartExecution is called with the same name and input as a running execution, the
 * call succeeds and returns the same response"; otherwise a used name is ExecutionAlreadyExists
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
 */
export function startNamed(engine: StatesEngine, program: Program, input: Json, name: string): Execution {
  checkName(name);
  if (jsonBytes(input) > PAYLOAD_BYTES)
    throw new AwsError('InvalidExecutionInput', `The input has more than ${PAYLOAD_BYTES} bytes`);
  const arn = `arn:aws:states:${program.region}:${program.account}:execution:${program.machineName}:${name}`;
  const earlier = engine.executions.get(arn);
  if (!earlier) return engine.begin({ arn, name, program, input });
  if (earlier.status === 'RUNNING' && JSON.stringify(earlier.input) === JSON.stringify(input)) return earlier;
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
}

/** White space, brackets, wildcards, special and control characters, and surrogates are not allowed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about control characters
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;

export function checkName(name: string): void {
  if (name.length >= 1 && name.length <= 80 && !FORBIDDEN.test(name)) return;
  throw new AwsError(
    'InvalidName',
    `Invalid Name: '${name}'; a name has 1 to 80 characters, without white space, brackets, wildcards and any of "#%\\^|~\`$&,;:/`,
  );
}
