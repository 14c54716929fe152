/** Who could put a tag on a thing of others, and then do to it what only our own things should suffer. */
import { overlap } from './overlap.ts';
import { becomes } from './search.ts';
import type { Role, Rule, World } from './world.ts';
import { LOOKS } from './writes.ts';

export interface TagThenAct {
  /** The role of the function. */
  by: string;
  tags: string;
  acts: string;
  on: string;
}

/** For each role that a service runs code with (nobody has a member's role but by a session): what it may tag without having made it, and what it may then do to the same thing because of a tag. */
export function tagsThenActs(world: World): TagThenAct[] {
  const running = [...world.roles.values()].filter(({ trust }) => trust.some(({ services }) => services.length > 0));
  return running.flatMap((by) => {
    const rights = sessionRights(world, by);
    const acts = rights.filter(goesByTag).filter((rule) => !isTagger(rule));
    return rights.filter(isTagger).flatMap((tagger) => acts.flatMap((act) => met(by, tagger, act)));
  });
}

function met(by: Role, tagger: Rule, act: Rule): TagThenAct[] {
  const on = act.resources.find((one) => tagger.resources.some((other) => overlap(one, other)));
  if (on === undefined || tagsNeeded(act).some((key) => !mayTag(tagger, key))) return [];
  return act.actions.filter(actsOn).map((acts) => ({ by: by.arn, tags: tagger.actions.join(), acts, on }));
}

/** All that a role and the sessions that it can open of other roles may do; a session's name may decide on it. */
function sessionRights(world: World, by: Role): Rule[] {
  const others = [...world.roles.values()].filter((role) => role !== by && becomes(world, by, role));
  const opened = others.flatMap((role) =>
    namesOf(role, by).flatMap((name) => role.rights.filter((rule) => mayHold(rule, name))),
  );
  return [...by.rights, ...opened].filter(({ effect }) => effect === 'Allow');
}

/** Patterns of the names that the trust lets `by` give its sessions; any name where it does not say. */
function namesOf(role: Role, by: Role): string[] {
  return role.trust.flatMap(({ conditions }) => {
    const names = conditions.StringLike?.['sts:RoleSessionName'] as string | string[] | undefined;
    if (names === undefined) return ['*'];
    return [names]
      .flat()
      .map((name) => name.replace(/\$\{aws:PrincipalTag\/([^}]+)\}/g, (_, tag) => by.tags[tag] ?? '*'));
  });
}

/**
 * Every doubt counts as a yes: an exception holds only for sessions whose names are all within it. IAM ends the id of a
 * session in a colon, which no name has, and the name.
 */
function mayHold({ conditions }: Rule, name: string): boolean {
  const of = (operator: string) =>
    [conditions[operator]?.['aws:userid'] ?? []].flat().map((id) => String(id).replace(/^\*:/, ''));
  const only = of('StringLike');
  return (only.length === 0 || only.some((one) => overlap(one, name))) && !of('StringNotLike').includes(name);
}

const TAGS = /:(CreateTags|Tag\w+)$/;

/** Neither EC2 says that the call itself makes the thing, nor must the thing be ours already. */
const isTagger = ({ actions, conditions: { StringEquals = {} } }: Rule) =>
  actions.some((action) => TAGS.test(action)) &&
  !StringEquals['ec2:CreateAction'] &&
  StringEquals['aws:ResourceTag/kubeferry:made-by'] !== 'kubeferry';

const goesByTag = ({ conditions }: Rule) =>
  Object.values(conditions).some((keys) => Object.keys(keys).some((key) => key.startsWith(OF_THING)));

/** Keys of the tags without which a thing does not suffer it. */
const tagsNeeded = ({ conditions: { StringEquals = {} } }: Rule) =>
  Object.keys(StringEquals).flatMap((key) => (key.startsWith(OF_THING) ? [key.slice(OF_THING.length)] : []));

const OF_THING = 'aws:ResourceTag/';

/** Where its policy lists the keys, it can put no other on anything. */
function mayTag({ conditions }: Rule, key: string): boolean {
  const keys = conditions['ForAllValues:StringEquals']?.['aws:TagKeys'] as string | string[] | undefined;
  return keys === undefined || [keys].flat().includes(key);
}

/** To read the bytes of a snapshot is to act on it. */
const actsOn = (action: string) => !LOOKS.test(action) || action === 'ebs:GetSnapshotBlock';
