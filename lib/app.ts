import type { App } from 'aws-cdk-lib';
import { HUB_STACK, routesStackName, UI_STACK } from '../core/base/run/names.ts';
import type { StepCode } from './functions/step-function.ts';
import { HubStack } from './hub-stack.ts';
import { memberTemplates } from './links/member-templates.ts';
import { CHILD_MACHINES } from './machines/definition.ts';
import { MemberStack } from './member-stack.ts';
import { membersOf } from './members.ts';
import { checkRoom } from './room-of-stack.ts';
import { checkConfig, resolveRoutes } from './routes.ts';
import { RoutesStack } from './routes-stack/routes-stack.ts';
import { UiStack } from './ui/ui-stack.ts';

/** Makes the hub's stack, one stack for each account, Region and side that the routes name, and that of the page where it is hosted. */
export function addStacks(
  app: App,
  config: unknown,
  { code }: { code: StepCode },
): { hub: HubStack; members: MemberStack[] } {
  const checked = checkConfig(config, CHILD_MACHINES);
  const routes = resolveRoutes(checked);
  const members = membersOf(routes).map((member) => ({
    member,
    hub: checked.hub,
    installation: checked.installation,
    code,
  }));
  const hub = new HubStack(app, HUB_STACK, {
    env: checked.hub,
    routes,
    schedules: checked.schedules,
    dashboard: checked.dashboard,
    evidence: checked.evidence,
    slack: checked.slack,
    origin: checked.ui?.origin,
    templates: () => memberTemplates(members),
    code,
  });
  const spread = Object.entries(Object.groupBy(routes, ({ stack = '' }) => stack)).filter(([stack]) => stack !== '');
  checkRoom(hub, routes);
  for (const [stack, own = []] of spread) {
    const props = { env: checked.hub, stack, routes: own, schedules: checked.schedules };
    const beside = new RoutesStack(app, routesStackName(stack), props);
    beside.addStackDependency(hub);
    checkRoom(beside, routes, stack);
  }
  if (checked.ui)
    new UiStack(app, UI_STACK, { env: checked.hub, ui: checked.ui, api: hub.apiForOthers() }).addStackDependency(hub);
  return { hub, members: members.map((props) => new MemberStack(app, props.member.stackName, props)) };
}
