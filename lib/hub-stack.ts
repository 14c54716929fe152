import { CfnOutput, type Environment, Stack } from 'aws-cdk-lib';
import { type IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Slack } from '../core/base/request/config.ts';
import type { Route } from '../core/base/request/route.ts';
import type { ScheduleConfig } from '../core/base/request/schedule.ts';
import type { MemberTemplates } from '../core/base/run/links/published.ts';
import { machineName } from '../core/base/run/names.ts';
import { Alarms } from './alarms.ts';
import { ApiFunction } from './api/api-function.ts';
import { ExamineFunction } from './api/examine-function.ts';
import { HttpApi } from './api/http-api.ts';
import { SurveyFunction } from './api/survey-function.ts';
import { Chat } from './chat.ts';
import { Dashboard } from './dashboard.ts';
import { EventsTopic } from './events-topic.ts';
import { EvidenceKey } from './evidence-key.ts';
import { MemberRoles } from './functions/member-roles.ts';
import type { StepCode } from './functions/step-function.ts';
import { StepFunctions } from './functions/step-functions.ts';
import { Links } from './links/links.ts';
import { Machines } from './machines/machines.ts';
import { HANDED_VERSION, HandedOver } from './routes-stack/handed-over.ts';
import { RunRecords } from './run-records.ts';
import { Schedules } from './schedules/schedules.ts';

export interface HubStackProps {
  env: Required<Environment>;
  /** Of all stacks. */
  routes: readonly Route[];
  schedules: readonly ScheduleConfig[];
  /** Whether there is one. */
  dashboard?: boolean;
  /** Whether runs are signed. */
  evidence?: boolean;
  slack?: Slack | undefined;
  /** Of the hosted page. */
  origin?: string | undefined;
  /** Templates of the members, by the name of their stack. */
  templates: () => MemberTemplates;
  code: StepCode;
}

/** The one place where kubeferry runs: the records of runs, the functions, the machines, and their alarms. */
export class HubStack extends Stack {
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: HubStackProps) {
    const { env, routes, schedules, dashboard, evidence, slack, origin, templates, code } = props;
    super(scope, id, { env, description: 'kubeferry: the state machines, their functions and their records' });
    const records = new RunRecords(this, 'Records');
    const memberRoles = new MemberRoles(this, 'MemberRoles', { routes });
    const functions = new StepFunctions(this, 'Functions', { routes, records, memberRoles, code });
    const topic = new EventsTopic(this, 'Events', { account: env.account });
    const own = routes.filter(({ stack }) => stack === undefined);
    const machines = new Machines(this, 'Machines', { routes: own, functions: functions.all, records, topic });
    if (own.length < routes.length)
      new HandedOver(this, 'HandedOver', { ...machines.called, [HANDED_VERSION]: machines.version });
    const { undelivered } = new Schedules(this, 'Schedules', { schedules, machines });
    const { fn: answers } = new ApiFunction(this, 'ApiFunction', { routes, machines, records, code });
    const links = new Links(this, 'Links', { routes });
    const examine = { routes, version: machines.version, records, memberRoles, undelivered, links, templates, code };
    const { fn: examines } = new ExamineFunction(this, 'ExamineFunction', examine);
    const { fn: surveys } = new SurveyFunction(this, 'SurveyFunction', { routes, records, memberRoles, code });
    this.api = new HttpApi(this, 'Api', { answers, examines, surveys, origin });
    if (evidence) new EvidenceKey(this, 'Evidence', { functions: [...functions.all, examines] });
    const alarmed = [...functions.all, answers, examines, surveys];
    new Alarms(this, 'Alarms', { topic, machines, functions: alarmed, undelivered });
    if (dashboard) {
      const shown = routes.map(({ name }) => ({ name, stateMachine: this.machineOf(name, machines) }));
      new Dashboard(this, 'Dashboard', { routes: shown, functions: functions.all, undelivered });
    }
    if (slack) new Chat(this, 'Chat', slack);
    for (const route of machines.routes) {
      new CfnOutput(this, `${route.node.id}-arn`, { value: route.stateMachine.stateMachineArn });
    }
    new CfnOutput(this, 'api', { value: this.api.endpoint });
    new CfnOutput(this, 'bucket', { value: records.bucket.bucketName });
  }

  /** One of another stack goes by its name. */
  private machineOf(route: string, { routes }: Machines): IStateMachine {
    const own = routes.find(({ node }) => node.id === route);
    return own?.stateMachine ?? StateMachine.fromStateMachineName(this, `Machine-${route}`, machineName(route));
  }

  /** Id of the API for other stacks: exported by a name, so that what judges their policies sees the same before and after synthesis. */
  apiForOthers(): string {
    return this.exportValue(this.api.id);
  }
}
