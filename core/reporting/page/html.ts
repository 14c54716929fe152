import { withoutPasswords } from '../../translate/privacy.ts';

/** Text that is HTML already. */
export class Html {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}

type Piece = string | number | Html | readonly Html[] | undefined | false;

/** A template whose values are escaped, unless they are HTML; passwords and control characters never get through. */
export function html(parts: TemplateStringsArray, ...values: Piece[]): Html {
  return new Html(parts.map((part, at) => part + codeOf(values[at])).join(''));
}

function codeOf(value: Piece): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.code;
  if (typeof value === 'object') return value.map(({ code }) => code).join('\n');
  return escaped(withoutPasswords(String(value)));
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** `id` is what the list of things to do points to. */
export const section = (title: string, body: Html, id = '') =>
  html`<section${id && new Html(` id="${id}"`)}><h2>${title}</h2>${body}</section>`;

/** A table that becomes a list of cards where the page is narrow. */
export function table(head: string[], rows: (string | Html)[][]): Html {
  const cells = (row: (string | Html)[]) =>
    row.map((cell, at) => html`<td data-label="${head[at]}"><span>${cell}</span></td>`);
  return html`<table><thead><tr>${head.map((name) => html`<th>${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody></table>`;
}

export const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
