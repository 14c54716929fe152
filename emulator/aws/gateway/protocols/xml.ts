import { XMLBuilder } from 'fast-xml-parser';
import type { HttpAnswer } from '../http-message.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true });

/** Members as elements. `listTag` wraps each list entry (`item`, `member`); a list is repeated in place without it. */
export function xmlAnswer(
  status: number,
  root: string,
  namespace: string | undefined,
  members: unknown,
  listTag?: string,
): HttpAnswer {
  const attributes = namespace ? { '@xmlns': namespace } : {};
  const content = wireValue(members, listTag) as object | undefined;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: { ...attributes, ...content } })}`;
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
}

function wireValue(value: unknown, listTag: string | undefined): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) {
    const items = value.map((item) => wireValue(item, listTag));
    return listTag ? { [listTag]: items } : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, wireValue(member, listTag)]));
}
