import type { ObjectMeta } from '../../../kube/kube-object.ts';
import { type FieldError, forbiddenField, invalidValue } from '../errors/field-error.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_KEY_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const SUBDOMAIN_DETAIL = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`;
const LABEL_DETAIL = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`;
const LABEL_VALUE_DETAIL = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;
const QUALIFIED_DETAIL = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${LABEL_KEY_NAME}')`;
/** etcd's limit on the annotations of one object, in bytes. */
const MAX_ANNOTATIONS_BYTES = 256 * 1024;

export type NameStyle = 'subdomain' | 'label' | 'path';

/** Mistakes of an object's name, labels and annotations, in the server's words. */
export function validateMetadata(metadata: ObjectMeta, style: NameStyle, old?: ObjectMeta): FieldError[] {
  const name = old ? [] : nameProblems('metadata.name', metadata.name, style);
  return [
    ...name,
    ...labelProblems(metadata.labels ?? {}),
    ...annotationProblems(metadata.annotations ?? {}),
    ...ownerProblems(metadata),
  ];
}

/** Mistakes of one name. */
function nameProblems(field: string, name: string, style: NameStyle): FieldError[] {
  if (style === 'path') {
    const bad = ['/', '%'].find((part) => name.includes(part));
    return bad ? [invalidValue(field, name, `may not contain '${bad}'`)] : [];
  }
  const max = style === 'label' ? 63 : 253;
  const pattern = new RegExp(`^${style === 'label' ? LABEL : SUBDOMAIN}$`);
  return [
    ...(name.length > max ? [invalidValue(field, name, `must be no more than ${max} characters`)] : []),
    ...(pattern.test(name) ? [] : [invalidValue(field, name, style === 'label' ? LABEL_DETAIL : SUBDOMAIN_DETAIL)]),
  ];
}

/** Mistakes of a set of labels; `field` says where they are. */
function labelProblems(labels: Record<string, string>, field = 'metadata.labels'): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyProblems(field, key),
    ...(value.length > 63 ? [invalidValue(field, value, 'must be no more than 63 bytes')] : []),
    ...(new RegExp(`^(${LABEL_KEY_NAME})?$`).test(value) ? [] : [invalidValue(field, value, LABEL_VALUE_DETAIL)]),
  ]);
}

function annotationProblems(annotations: Record<string, string>): FieldError[] {
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + key.length + Buffer.byteLength(value),
    0,
  );
  const tooLong = {
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${MAX_ANNOTATIONS_BYTES} bytes`,
  };
  return [
    ...Object.keys(annotations).flatMap((key) => keyProblems('metadata.annotations', key.toLowerCase())),
    ...(bytes > MAX_ANNOTATIONS_BYTES ? [{ ...tooLong, field: 'metadata.annotations' }] : []),
  ];
}

function keyProblems(field: string, key: string): FieldError[] {
  const slash = key.indexOf('/');
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  const goodPrefix = prefix === undefined || new RegExp(`^${SUBDOMAIN}$`).test(prefix);
  return [
    ...(goodPrefix ? [] : [invalidValue(field, key, `prefix part ${SUBDOMAIN_DETAIL}`)]),
    ...(name.length > 63 ? [invalidValue(field, key, 'name part must be no more than 63 characters')] : []),
    ...(new RegExp(`^${LABEL_KEY_NAME}$`).test(name) ? [] : [invalidValue(field, key, QUALIFIED_DETAIL)]),
  ];
}

function ownerProblems(metadata: ObjectMeta): FieldError[] {
  const owners = metadata.ownerReferences ?? [];
  const missing = owners.flatMap((owner) =>
    (['apiVersion', 'kind', 'name', 'uid'] as const)
      .filter((field) => !owner[field])
      .map((field) => invalidValue(`metadata.ownerReferences.${field}`, owner[field] ?? '', 'must not be empty')),
  );
  const controllers = owners.filter((owner) => owner.controller);
  if (controllers.length < 2) return missing;
  const names = `Only one reference can have Controller set to true. Found "true" in references for ${controllers[0]!.name} and ${controllers[1]!.name}`;
  return [...missing, { ...forbiddenField('metadata.ownerReferences', names), message: `Invalid value: ${names}` }];
}
