/** A word that is not used, as a regular expression without regard to case, and what is written instead. */
export interface Word {
  not: RegExp;
  but: string;
}

const word = (not: string, but: string): Word => ({
  not: new RegExp(`\\b(?:${not.replaceAll(' ', '\\s+')})\\b`, 'gi'),
  but,
});
const name = (not: string, but: string): Word => ({ not: new RegExp(`\\b(?:${not})\\b`, 'g'), but });

/** Words of AWS and Kubernetes, or plain English, instead of what nobody in the field says. */
export const WORDS: readonly Word[] = [
  // What becomes of objects and data.
  word('go(?:es)? along|went along|going along', 'is copied'),
  word('com(?:e|es|ing) along|came along', 'is copied'),
  word('takes? (?:\\w+ )?along', 'copies'),
  word('stay(?:s|ed|ing)? behind', 'is not copied'),
  word('(?:ma(?:de|kes?|king)) (?:it |them )?anew', 're-created'),
  word('anew', 'again'),
  word('in the making', 'being created'),
  word('half-made', 'incomplete'),
  word('(?:as|is|was) whole', 'ready, complete'),
  // Quiescing, scaling down and suspending are three things; resting is none of them.
  word('(?:the source|it|workloads?|who|what) rests?', 'is quiesced, scaled down or suspended'),
  word('(?:is|be|source|still|brought|come|comes|brings?) (?:at|to) rest', 'quiesced, scaled down or suspended'),
  word('let it rest', 'hold it, scale it down'),
  word('wak(?:e|es|ing) (?:up )?(?:a|the) source', 'resumes the source'),
  word('stands at zero', 'is scaled to zero'),
  word('works on after', 'keeps running after'),
  // Runs.
  word('(?:go|goes|gone|going|went) on with', 'resume a run; continue with'),
  word('let the times', 'pause a schedule'),
  word('times to come', 'future times'),
  word('time was not its own', 'another run had its scheduled time'),
  word('nobody is there to ask', 'there is no terminal to ask on'),
  name('tell-?[Pp]eople|tells-?[Pp]eople', 'notify'),
  // Findings, alarms and repairs.
  word('worth a look', 'findings'),
  word('stumbles? over', 'fails on'),
  word('(?:is|are|was|were|be) told (?:beforehand|twice|once|at once)', 'is reported, is announced'),
  word('alarms? rings?|rings? an alarm|alarms ring', 'an alarm fires'),
  word('mends?|mended|mending', 'fixes'),
  word('(?:can be )?read no more', 'becomes unreadable'),
  word('(?:is|are|was|were|be) not there', 'does not exist, is missing'),
  word('for ever', 'forever'),
  word('travel by', 'be copied by'),
  // The parts of the code.
  word('the door (?:for|of|to)|## the door', 'the HTTP API'),
  word('(?:each|which|other|a|between) rooms?(?! in| for)', 'module'),
  word('six (?:wings|floors)', 'layers'),
  // One thing, one name: a claim is a PersistentVolumeClaim, a run is what a route starts.
  word('claims (?:it|the name|a name|its name)', 'takes, reserves'),
  word('(?:a|the|its|each) rollback', 'roll-back; `rollback` is the command'),
  word('<execution name>|a new execution is', '<run>, a new run is'),
  // Names in the code.
  name('#?letGo|letsGo', 'release, retire'),
  name('\\w*[aA]nswersUs', 'requireAccess'),
  name('doubleFindings', 'duplicateFindings'),
  name('[lL]ookAround', 'DescribeOptions, or what is read'),
  name('HearOfChildren', 'ReceiveChildEvents'),
  name('\\w*InMaking', 'BeingCreated'),
  name('claimName\\(store|claimDelivery|store\\.claim', 'reserve, putNew'),
  name('restWorkloads|restRefreshed|restFindings|restless|AT_REST', 'scaleDown, INACTIVE'),
];
