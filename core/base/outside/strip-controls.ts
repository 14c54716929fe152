/**
 * Escape sequences of terminals (ECMA-48, 8.3): strings such as OSC and DCS up to their terminator, CSI with its
 * parameters, and whatever else follows an ESC.
 */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u009c|\u001b\\)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?/g;

/** Control characters of C0 and C1 but line feed and tab, and those of Unicode that hide text or turn its direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** What Unicode has besides that nobody sees, such as its tag characters; signs of a script that people do see stay. */
const HIDDEN = /(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])\p{Cf}/gu;

/** Any of them, and the halves of a character: a text without is the same already, as almost all are. */
const ACTS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\0-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u180e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/;

/** The text without anything that a terminal, a log or a page acts on; lines and tabs stay. Linear in its length. */
export function stripControls(text: string): string {
  if (!ACTS.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(SEQUENCES, '')
    .replaceAll(CONTROLS, '')
    .replaceAll(HIDDEN, '')
    .toWellFormed();
}
