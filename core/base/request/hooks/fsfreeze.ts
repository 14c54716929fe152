import type { HookRecipe } from './hook-recipe.ts';

const WATCHES = `set -u
watches=\${TMPDIR:-/tmp}/kubeferry-thaw$(printf %s "$2" | tr / _)
`;

/**
 * Who thaws after the longest freeze is started before anything is frozen; `after` ends them, so that none of an earlier run
 * thaws a later one. A file system that is frozen already is so by an attempt that was killed: its watch is ended, since it
 * would thaw before the snapshot, and as that may be thawing in this very moment, it is frozen once more a moment later. Where there is
 * none whom one could end, somebody thaws at a moment of their own, and the hook fails.
 */
export const fsfreeze: HookRecipe = {
  title: 'fsfreeze',
  does: 'freezes the file system at a path until the snapshot is begun',
  before: `${WATCHES}[ -d "$2" ] || { echo "there is no folder $2" >&2; exit 1; }
earlier=$(cat "$watches" 2>/dev/null)
( sleep "$1"; fsfreeze --unfreeze "$2" ) </dev/null >/dev/null 2>&1 &
watch=$!
{ echo "$watch" >> "$watches"; } 2>/dev/null || :
for each in $earlier; do kill "$each" 2>/dev/null; done
sync
said=$(fsfreeze --freeze "$2" 2>&1) && exit 0
case $said in *busy*)
  if [ -n "$earlier" ]; then
    sleep 1
    said=$(fsfreeze --freeze "$2" 2>&1) && exit 0
    case $said in *busy*) exit 0 ;; esac
  else
    said="$2 is frozen already, by somebody who thaws it at a moment of their own; thaw it, and start again"
  fi ;;
esac
kill "$watch" 2>/dev/null
printf '%s\\n' "$said" >&2
exit 1`,
  after: `${WATCHES}said=$(fsfreeze --unfreeze "$2" 2>&1) || case $said in *'Invalid argument'*) ;; *) printf '%s\\n' "$said" >&2; exit 1 ;; esac
if [ -r "$watches" ]; then
  while read -r watch; do kill "$watch" 2>/dev/null; done < "$watches"
  rm -f "$watches"
fi
exit 0`,
  proves:
    'Everything written before the hook is on the volume, and nothing was written to it from the hook to the snapshot; it is thawed by the container itself at the latest when the longest freeze is over.',
  needs: 'fsfreeze of util-linux, and the capability SYS_ADMIN; path is where the volume is mounted in the container',
  freezes: true,
  takesPath: true,
  timeoutSeconds: 60,
  source: 'https://man7.org/linux/man-pages/man8/fsfreeze.8.html',
};
