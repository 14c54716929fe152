import type { Route } from '../../base/request/route.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { Parameters } from '../../base/run/links/member-template.ts';
import { deployLine, quickCreateLink } from '../../base/run/links/quick-create.ts';
import { memberStackName } from '../../base/run/names.ts';
import { after, type Fact, fact } from '../doctor/fact.ts';
import { SIDES, type Side } from '../doctor/facts.ts';
import { type DoctorTools, visitNamed } from '../doctor/gather.ts';
import type { MembersView, MemberView } from './member-schemas.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, type RouteTools, routeOf } from './request.ts';

/** A template where its account may read it. */
export interface Published {
  /** As CloudFormation takes it. */
  url: string;
  /** The same for `aws s3 cp`. */
  s3: string;
  parameters: Parameters;
}

export interface MemberTools extends RouteTools {
  /** ISO 8601. */
  now(): string;
  newId(): string;
  doctor(visit: Clone): Pick<DoctorTools, 'take' | 'versions'>;
  /** Puts the template of a stack there; undefined for one that needs files beside its template. */
  publish(stack: string): Promise<Published | undefined>;
}

/** How the two ends of a route are linked: by their roles and the versions of their stacks, which no cluster is entered for. */
export async function listMembers(request: ApiRequest, tools: MemberTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const visit: Clone = { cloneId: visitNamed(tools.newId()), mode: 'plan', route, startedAt: tools.now() };
  const doctor = tools.doctor(visit);
  const members = await Promise.all(SIDES.map((side) => memberOf(side, route, doctor, tools)));
  const view: MembersView = { route: route.name, members };
  return jsonAnswer(200, view);
}

async function memberOf(
  side: Side,
  route: Route,
  doctor: Pick<DoctorTools, 'take' | 'versions'>,
  { publish }: MemberTools,
): Promise<MemberView> {
  const { account, region, cluster } = route[side];
  const stack = memberStackName(side, account, region);
  const end = await fact(() => doctor.take(side));
  const [version, published] = await Promise.all([
    after(end, (each) => each.version(), 'The role could not be taken.'),
    publish(stack),
  ]);
  const wanted = doctor.versions[side];
  return {
    side,
    account,
    region,
    cluster,
    stack,
    wanted,
    ...standing(end, version, wanted, stack),
    ...waysTo(stack, region, published),
  };
}

type Standing = Pick<MemberView, 'state' | 'version' | 'sentence'>;

function standing(end: Fact<unknown>, version: Fact<string | undefined>, wanted: string, stack: string): Standing {
  if ('failure' in end) return untaken(end.failure, stack);
  if ('value' in version && version.value === wanted) return { state: 'linked', version: wanted };
  if ('value' in version)
    return {
      state: 'outdated',
      ...(version.value ? { version: version.value } : {}),
      sentence: `The stack ${stack} is of another version than the hub, so that its role may lack rights that runs use, or not let in functions that are new. Update it.`,
    };
  const { error = '', message = '' } = 'failure' in version ? version.failure : {};
  // Older stacks do not let their role read what they say of themselves.
  if (error === 'AccessDenied')
    return { state: 'outdated', sentence: `The stack ${stack} is older than the hub. Update it.` };
  return { state: 'unknown', sentence: message };
}

function untaken({ error, message }: { error: string; message: string }, stack: string): Standing {
  if (error !== 'AccessDenied') return { state: 'unknown', sentence: message };
  return {
    state: 'missing',
    sentence: `The hub may not take its role: there is no stack ${stack}, or it trusts another hub or installation. Create it.`,
  };
}

function waysTo(name: string, region: string, published: Published | undefined) {
  if (!published) return { deploy: `npx cdk deploy ${name}` };
  const { url, s3, parameters } = published;
  const file = `${name}.template.json`;
  const line = deployLine({ name, region }, file, parameters).replace(/ \\\n +/g, ' ');
  return {
    quickCreate: quickCreateLink({ name, region }, url, parameters),
    deploy: `aws s3 cp ${s3} ${file} && ${line}`,
  };
}
