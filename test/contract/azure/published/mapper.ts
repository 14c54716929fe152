/** What the generated clients of Azure know of a value: made by AutoRest of the published REST specifications. */
export interface Mapper {
  serializedName?: string;
  required?: boolean;
  readOnly?: boolean;
  nullable?: boolean;
  isConstant?: boolean;
  defaultValue?: unknown;
  constraints?: Partial<Record<'MaxLength' | 'MinLength' | 'InclusiveMinimum' | 'InclusiveMaximum', number>> & {
    Pattern?: RegExp;
  };
  type: {
    name: string;
    className?: string;
    modelProperties?: Readonly<Record<string, Mapper>>;
    allowedValues?: readonly unknown[];
    element?: Mapper;
    value?: Mapper;
  };
}

export type Models = Readonly<Record<string, Mapper>>;
export type Side = 'request' | 'answer';

/** A member of a document as the specification nests it: the clients flatten `properties` into the resource. */
interface Member {
  mapper?: Mapper;
  members: Map<string, Member>;
}

const SIMPLE: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  Uuid: (value) => typeof value === 'string',
  ByteArray: (value) => typeof value === 'string',
  Base64Url: (value) => typeof value === 'string',
  TimeSpan: (value) => typeof value === 'string',
  Enum: (value) => typeof value === 'string',
  DateTime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  Date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  Number: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
  any: () => true,
  Object: () => true,
};

/** Everything in which a document is not as its model has it; each begins with the path of the member. */
export function differences(value: unknown, mapper: Mapper, models: Models, side: Side, at = '$'): string[] {
  if (value === null || value === undefined) return [];
  const { name, element, value: each, allowedValues } = mapper.type;
  if (name === 'Composite') return inComposite(value, mapper, models, side, at);
  if (name === 'Sequence') {
    if (!Array.isArray(value)) return [`${at}: no list`];
    return value.flatMap((item, index) => differences(item, element!, models, side, `${at}[${index}]`));
  }
  if (name === 'Dictionary') {
    if (!isObject(value)) return [`${at}: no object`];
    return Object.entries(value).flatMap(([key, item]) => differences(item, each!, models, side, `${at}.${key}`));
  }
  const isOf = SIMPLE[name];
  if (!isOf) return [`${at}: nothing here knows the type ${name}`];
  if (!isOf(value)) return [`${at}: ${JSON.stringify(value)} is no ${name}`];
  if (allowedValues && !allowedValues.includes(value)) return [`${at}: ${JSON.stringify(value)} is not allowed`];
  return beyond(value, mapper.constraints ?? {}).map((what) => `${at}: ${what}`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function beyond(value: unknown, limits: NonNullable<Mapper['constraints']>): string[] {
  const { MaxLength, MinLength, InclusiveMinimum, InclusiveMaximum, Pattern } = limits;
  const { length } = String(value);
  const checks: [boolean, string][] = [
    [MaxLength !== undefined && length > MaxLength, `longer than ${MaxLength}`],
    [MinLength !== undefined && length < MinLength, `shorter than ${MinLength}`],
    [InclusiveMinimum !== undefined && Number(value) < InclusiveMinimum, `below ${InclusiveMinimum}`],
    [InclusiveMaximum !== undefined && Number(value) > InclusiveMaximum, `above ${InclusiveMaximum}`],
    [Pattern !== undefined && !new RegExp(Pattern).test(String(value)), `not like ${Pattern}`],
  ];
  return checks.flatMap(([isBeyond, what]) => (isBeyond ? [what] : []));
}

function inComposite(value: unknown, mapper: Mapper, models: Models, side: Side, at: string): string[] {
  const properties = mapper.type.modelProperties ?? models[mapper.type.className ?? '']?.type.modelProperties;
  if (!properties) return [`${at}: there is no model ${mapper.type.className}`];
  const root: Member = { members: new Map() };
  for (const property of Object.values(properties)) nest(root, property);
  return inMember(value, root, models, side, at);
}

/** `properties.creationData` is a member of a member; a dot of the name itself is escaped. */
function nest(root: Member, mapper: Mapper): void {
  let member = root;
  for (const part of (mapper.serializedName ?? '').split(/(?<!\\)\./)) {
    const name = part.replaceAll('\\.', '.');
    const known = member.members.get(name) ?? { members: new Map() };
    member.members.set(name, known);
    member = known;
  }
  member.mapper = mapper;
}

function inMember(value: unknown, { mapper, members }: Member, models: Models, side: Side, at: string): string[] {
  if (mapper) {
    if (side === 'request' && mapper.readOnly && value !== undefined) return [`${at}: nobody but Azure says it`];
    if (value === undefined) return mapper.required && !mapper.readOnly ? [`${at}: missing`] : [];
    return differences(value, mapper, models, side, at);
  }
  // What is flattened is there where something in it is.
  const within = value === undefined ? {} : value;
  if (!isObject(within)) return [`${at}: no object`];
  const unknown = Object.keys(within).filter((name) => !members.has(name));
  return [
    ...unknown.map((name) => `${at}.${name}: unknown`),
    ...[...members].flatMap(([name, member]) => inMember(within[name], member, models, side, `${at}.${name}`)),
  ];
}
