/** What an expression of a template may be about. */
export interface ExpressionWorld {
  parameters: Readonly<Record<string, unknown>>;
  variables: Readonly<Record<string, unknown>>;
  functions: Readonly<Record<string, (...values: unknown[]) => unknown>>;
}

/**
 * The value of a text of a template of Resource Manager: in brackets it is an expression
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions). Throws where it is none, and for
 * functions that the world does not know.
 */
export function evaluated(text: string, world: ExpressionWorld): unknown {
  if (text.startsWith('[[') || !(text.startsWith('[') && text.endsWith(']'))) return text.replace(/^\[\[/, '[');
  const tokens = text.slice(1, -1).match(TOKEN) ?? [];
  const reader = { tokens, at: 0, world };
  const value = readValue(reader);
  if (reader.at < tokens.length) throw new Error(`Unexpected "${tokens[reader.at]}" in ${text}`);
  return value;
}

/** A text, in which a quote is doubled; a name or number; or one sign. */
const TOKEN = /'(?:[^']|'')*'|[\w.-]*\w|[^\s\w]/g;

interface Reader {
  tokens: readonly string[];
  at: number;
  world: ExpressionWorld;
}

const next = (reader: Reader) => reader.tokens[reader.at++] ?? '';
const isNext = ({ tokens, at }: Reader, sign: string) => tokens[at] === sign;

function expect(reader: Reader, sign: string): void {
  const found = next(reader);
  if (found !== sign) throw new Error(`Expected "${sign}" and found "${found}" in ${reader.tokens.join(' ')}`);
}

function readValue(reader: Reader): unknown {
  const token = next(reader);
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (/^-?\d+$/.test(token)) return Number(token);
  let value = called(token, argumentsOf(reader), reader.world);
  for (;;) {
    if (isNext(reader, '[')) {
      next(reader);
      value = memberOf(value, readValue(reader));
      expect(reader, ']');
    } else if (reader.tokens[reader.at]?.startsWith('.')) value = memberOf(value, next(reader).slice(1));
    else return value;
  }
}

function argumentsOf(reader: Reader): unknown[] {
  expect(reader, '(');
  const values: unknown[] = [];
  while (!isNext(reader, ')')) {
    if (values.length > 0) expect(reader, ',');
    values.push(readValue(reader));
  }
  next(reader);
  return values;
}

function called(name: string, values: unknown[], { parameters, variables, functions }: ExpressionWorld): unknown {
  if (name === 'parameters') return memberOf(parameters, values[0]);
  if (name === 'variables') return memberOf(variables, values[0]);
  const fn = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!fn) throw new Error(`The function "${name}" is not implemented here.`);
  return fn(...values);
}

function memberOf(of: unknown, name: unknown): unknown {
  if (typeof of === 'object' && of !== null && Object.hasOwn(of, String(name)))
    return (of as Record<string, unknown>)[String(name)];
  throw new Error(`There is no "${name}" in ${JSON.stringify(of)}.`);
}
