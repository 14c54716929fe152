/** Lambda: deployed functions, run in worker threads with their environment, role, timeout and memory. */

import type { Faults } from '../../base/faults.ts';
import { networkOf } from '../ec2/network.ts';
import type { Iam } from '../iam/iam.ts';
import type { PolicyDocument } from '../iam/policy.ts';
import { statementsOf } from '../iam/policy.ts';
import type { LogGroups } from '../logs/log-groups.ts';
import { createConcurrency } from './concurrency.ts';
import { type Route, startEnvironment } from './environment.ts';
import { type FunctionSpec, failure, functionArn } from './function.ts';
import { accountSettings, invokeOperation } from './invoke.ts';
import type { Lambda } from './lambda-service.ts';
import { createPool, type Pool } from './pool.ts';
import { createWarmth, WARM_FUNCTIONS } from './warmth.ts';

export interface LambdaOptions {
  iam: Iam;
  logs: LogGroups;
  faults: Faults;
  /** Where the functions' SDKs send their calls; known once the gateway listens. */
  endpoint(): string;
  /** Functions that may run at a time in an account and Region; 1,000 when left out. */
  concurrency?: number | undefined;
  /** Variables of every function beside its own; none when left out. */
  surroundings?: (() => Record<string, string>) | undefined;
  /** How many idle functions stay loaded. */
  warmFunctions?: number;
  /** Where a connection of a function to a host leads; every host is its own address when left out. */
  route?(from: FunctionSpec, host: string): ReturnType<Route>;
}

interface Deployed {
  spec: FunctionSpec;
  qualifiers: Set<string>;
  versions: number;
  policy: PolicyDocument;
}

export function createLambda(options: LambdaOptions): Lambda {
  const functions = new Map<string, Deployed>();
  const pools = new Map<string, Pool>();
  const concurrency = createConcurrency(options.concurrency);
  const warmth = createWarmth(options.warmFunctions ?? WARM_FUNCTIONS);

  const find = (arn: string): { deployed: Deployed; qualifier: string | undefined } | undefined => {
    const [, , , , , , , qualifier] = arn.split(':');
    const deployed = functions.get(arn.split(':').slice(0, 7).join(':'));
    if (!deployed || (qualifier && qualifier !== '$LATEST' && !deployed.qualifiers.has(qualifier))) return undefined;
    return { deployed, qualifier };
  };
  const poolOf = (arn: string): Pool => {
    const found = find(arn);
    if (!found) throw new Error(`There is no function ${arn}.`);
    const { spec } = found.deployed;
    const log = (text: string) => options.logs.append(spec.logGroup ?? `/aws/lambda/${spec.name}`, text);
    const route: Route = (host) => options.route?.(spec, host) ?? { address: host };
    const start = () => startEnvironment(spec, found.qualifier, variablesOf(spec, options), log, route);
    const pool = pools.get(arn) ?? createPool(start, warmth);
    pools.set(arn, pool);
    return pool;
  };
  const existing = (arn: string): Deployed => {
    const found = find(arn);
    if (!found) throw new Error(`There is no function ${arn}.`);
    return found.deployed;
  };

  const lambda: Lambda = {
    concurrency,
    service: {
      signingName: 'lambda',
      protocol: 'rest-json',
      routes: {
        Invoke: 'POST /2015-03-31/functions/{FunctionName}/invocations',
        GetAccountSettings: 'GET /2016-08-19/account-settings',
      },
      operations: {
        Invoke: (input, call) => invokeOperation(lambda, input, call),
        GetAccountSettings: (_, call) => accountSettings(concurrency.limit, call),
      },
    },
    createFunction(spec) {
      const arn = functionArn(spec);
      if (functions.has(arn)) throw new Error(`The function ${arn} is there already.`);
      checkNetwork(spec);
      functions.set(arn, { spec, qualifiers: new Set(), versions: 0, policy: { Statement: [] } });
      return arn;
    },
    publishVersion(arn) {
      const deployed = existing(arn);
      deployed.versions += 1;
      deployed.qualifiers.add(String(deployed.versions));
      return String(deployed.versions);
    },
    createAlias(arn, alias, version) {
      const { qualifiers } = existing(arn);
      if (!qualifiers.has(version)) throw new Error(`${arn} has no version '${version}' for the alias '${alias}'.`);
      qualifiers.add(alias);
    },
    addPermission(arn, statement) {
      statementsOf(existing(arn).policy).push(statement);
    },
    async invoke(arn, event) {
      const effects = options.faults.match(`lambda:${arn.split(':')[6]?.replace(/^kubeferry-/, '')}`);
      for (const effect of effects) {
        if (effect.kind === 'error') return failure(effect.code, effect.message);
        // Real time, as the function's own timeout.
        if (effect.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, effect.milliseconds));
      }
      const result = await concurrency.within(existing(arn).spec, () => poolOf(arn).invoke(event));
      if (!effects.some(({ kind }) => kind === 'kill-after')) return result;
      return failure(
        'Lambda.Unknown',
        'The cause could not be determined because Lambda did not return an error type.',
      );
    },
    has: (arn) => find(arn) !== undefined,
    resourcePolicy(arn) {
      const found = find(arn);
      return found && { policy: found.deployed.policy, account: found.deployed.spec.account, mustAllow: false };
    },
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
      pools.clear();
    },
  };
  return lambda;
}

/** As CreateFunction refuses them (https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-networking.html). */
function checkNetwork({ account, region, network }: FunctionSpec): void {
  if (!network) return;
  const { subnets, securityGroup } = networkOf(account, region);
  const unknown = [
    ...network.subnetIds.filter((id) => !subnets.some((subnet) => subnet.id === id)),
    ...network.securityGroupIds.filter((id) => id !== securityGroup),
  ];
  if (unknown.length > 0) throw new Error(`Lambda finds no ${unknown.join(', ')} in account ${account}, ${region}.`);
}

/** Twelve hours: longer than any environment lives in a test. */
const SESSION_SECONDS = 43_200;

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function variablesOf(spec: FunctionSpec, { iam, endpoint, surroundings }: LambdaOptions): Record<string, string> {
  const keys = iam.openSession(spec.roleArn, spec.name, SESSION_SECONDS);
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: process.env.PATH ?? '',
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMegabytes),
    AWS_ENDPOINT_URL: endpoint(),
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    ...surroundings?.(),
    ...spec.environment,
  };
}
