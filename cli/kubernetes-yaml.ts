import { type Document, parseAllDocuments, type ScalarTag, stringify, type Tags } from 'yaml';

/**
 * Reads YAML as kubectl does: sigs.k8s.io/yaml, which is YAML 1.1 ("yes" is a boolean, 0644 is octal) without the types
 * that JSON has no words for: dates and times of day stay texts, and of a key that comes twice the last one counts.
 */
export function parseKubernetesYaml(text: string): Document[] {
  const options = { version: '1.1', merge: true, uniqueKeys: false, customTags } as const;
  return [...parseAllDocuments(text, options)];
}

/** Writes what kubectl, and any reader of YAML 1.1, reads as it was: a text that looks like something else gets quotes. */
export function writeKubernetesYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, customTags: (tags: Tags) => [NEW_OCTAL, ...tags] });
}

const customTags = (tags: Tags): Tags => [
  NEW_OCTAL,
  ...tags.filter(isNoTime).map((tag) => (isTag(tag) ? likeGo(tag) : tag)),
];

type Tag = Exclude<Tags[number], string>;

const isTag = (tag: Tags[number]): tag is Tag => typeof tag !== 'string';
const isNoTime = (tag: Tags[number]) =>
  !isTag(tag) || (tag.tag !== 'tag:yaml.org,2002:timestamp' && (tag as ScalarTag).format !== 'TIME');

/** `yamlStyleFloat` of go.yaml.in/yaml/v2: there are digits before the exponent, so that "e3" is a text. */
const EXPONENT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$/;

function likeGo(tag: Tag): Tag {
  const { tag: name, format, test } = tag as ScalarTag;
  if (name === 'tag:yaml.org,2002:binary') return { ...tag, resolve: decode } as ScalarTag;
  if (name !== 'tag:yaml.org,2002:float') return tag;
  if (format === 'EXP') return { ...tag, test: EXPONENT, resolve: finite } as ScalarTag;
  return test?.test('.inf') ? ({ ...tag, resolve: refuse } as ScalarTag) : tag;
}

const decode = (text: string) => Buffer.from(text, 'base64').toString();

const finite = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : text);

function refuse(text: string, onError: (message: string) => void): string {
  onError(`${text} is no number that JSON can hold`);
  return text;
}

const NEW_OCTAL: ScalarTag = {
  identify: () => false,
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?0o[0-7]+$/,
  resolve: (text) => (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]?0o/, ''), 8),
};
