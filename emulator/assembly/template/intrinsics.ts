/** Intrinsic functions (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html). */
import type { Template } from './template.ts';

export interface Scope {
  template: Template;
  /** A parameter, pseudo parameter or resource. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  importValue(name: string): unknown;
}

/** Stands for AWS::NoValue: the property or list entry is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

type Apply = (argument: unknown, scope: Scope) => unknown;

const list = (argument: unknown, scope: Scope) => resolve(argument, scope) as unknown[];
const words = (argument: unknown, scope: Scope) => list(argument, scope).map(String);
const truths = (argument: unknown, scope: Scope) =>
  (argument as unknown[]).map((condition) => isTrue(condition, scope));

const FUNCTIONS: Record<string, Apply> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? NO_VALUE : scope.ref(String(name))),
  Condition: (name, scope) => conditionHolds(String(name), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [id = '', ...name] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return scope.attribute(id, name.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return words(parts, scope).join(separator);
  },
  'Fn::Sub': (argument, scope) => substitute(argument as string | [string, Record<string, unknown>], scope),
  'Fn::Select': (argument, scope) => {
    const [index, values] = argument as [number | string, unknown];
    return list(values, scope)[Number(index)];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = argument as [string, unknown];
    return String(resolve(text, scope)).split(separator);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(String(resolve(argument, scope))),
  'Fn::FindInMap': (argument, scope) => {
    const [map = '', first = '', second = ''] = words(argument, scope);
    return scope.template.Mappings?.[map]?.[first]?.[second];
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(resolve(argument, scope))).toString('base64'),
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = argument as [string, unknown, unknown];
    return resolveOrNone(conditionHolds(name, scope) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = words(argument, scope);
    return left === right;
  },
  'Fn::And': (argument, scope) => truths(argument, scope).every(Boolean),
  'Fn::Or': (argument, scope) => truths(argument, scope).some(Boolean),
  'Fn::Not': (argument, scope) => !truths(argument, scope)[0],
};

/** The value with all functions applied; throws for a function that is not implemented. */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = resolveOrNone(value, scope);
  return resolved === NO_VALUE ? undefined : resolved;
}

function resolveOrNone(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string' && value.includes('{{resolve:')) {
    throw new Error(`The dynamic reference '${value}' is not implemented by the local cloud.`);
  }
  if (Array.isArray(value)) return value.map((item) => resolveOrNone(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const call = functionCall(value as Record<string, unknown>);
  if (call) return call.apply(call.argument, scope);
  const members = Object.entries(value).map(([name, member]) => [name, resolveOrNone(member, scope)]);
  return Object.fromEntries(members.filter(([, member]) => member !== NO_VALUE));
}

/** An object with one member that is a function's name. A policy's `Condition` is an object, a call's is a name. */
function functionCall(value: Record<string, unknown>): { apply: Apply; argument: unknown } | undefined {
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  const argument = value[name];
  if (name === 'Condition' && typeof argument !== 'string') return undefined;
  const apply = FUNCTIONS[name];
  if (!apply && name.startsWith('Fn::'))
    throw new Error(`The function '${name}' is not implemented by the local cloud.`);
  return apply && { apply, argument };
}

export function conditionHolds(name: string, scope: Scope): boolean {
  const conditions = scope.template.Conditions ?? {};
  if (!(name in conditions)) throw new Error(`The template has no condition '${name}'.`);
  return isTrue(conditions[name], scope);
}

const isTrue = (condition: unknown, scope: Scope): boolean => resolve(condition, scope) === true;

function substitute(argument: string | [string, Record<string, unknown>], scope: Scope): string {
  const [text, variables] = typeof argument === 'string' ? [argument, {}] : argument;
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in variables) return String(resolve(variables[name], scope));
    const [id = '', ...attribute] = name.split('.');
    return String(attribute.length > 0 ? scope.attribute(id, attribute.join('.')) : scope.ref(name));
  });
}
