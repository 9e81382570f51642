# What the git hooks of this repository call. Written by `sowgen hooks install`; `sowgen hooks
# uninstall` removes it. The first argument is the hook's name, the others are those of git.

python=@PYTHON@
home=@HOME@
name=$1
what=$2
export GIT_NO_REPLACE_OBJECTS=1
[ "$name" != post-checkout ] || [ "$4" = 1 ] || exit 0  # files alone were checked out

index=${GIT_INDEX_FILE-}
case $index in
'' | /* | ?:*) ;;
*) index=$PWD/$index ;;
esac
top=$(git rev-parse --show-toplevel) && here=$(git rev-parse --absolute-git-dir) || exit 0
cd "$top" || exit 0

# How many of the steps that a list of git's still holds make a commit.
steps() {
  grep -cE '^[[:space:]]*(p|pick|r|reword|e|edit|s|squash|f|fixup|m|merge|revert)[[:space:]]' \
    "$1" 2>/dev/null || :
}

# Whether git is in the middle of something that has more commits to come.
under_way() {
  [ "$name $what" != 'post-rewrite rebase' ] || return 1
  if [ -d "$here/rebase-merge" ]; then
    # With no commit to come, git may call no other hook.
    [ "$(steps "$here/rebase-merge/git-rebase-todo")" != 0 ]
  elif [ -d "$here/rebase-apply" ]; then
    [ "$name" != post-applypatch ] ||
      [ "$(cat "$here/rebase-apply/next")" != "$(cat "$here/rebase-apply/last")" ]
  elif [ -f "$here/sequencer/todo" ]; then
    [ "$(steps "$here/sequencer/todo")" -gt 1 ]
  else
    [ -f "$here/BISECT_START" ] && ! git symbolic-ref --quiet HEAD >/dev/null
  fi
}

# sowgen with these arguments: the one that installed the hooks, else that on the PATH. It does not
# see the GIT_* variables of the calling git, but for the index of the commit that is being made.
start() (
  for variable in $(env | sed -n 's/^\(GIT_[A-Za-z0-9_]*\)=.*/\1/p'); do unset "$variable"; done
  if [ "$name" = pre-commit ] && [ -n "$index" ]; then
    GIT_INDEX_FILE=$index
    export GIT_INDEX_FILE
  fi
  if [ -x "$python" ] && [ -f "$home/sowgen/__main__.py" ]; then
    exec "$python" -P -c \
      'import sys; sys.path.append(sys.argv.pop(1)); from sowgen.cli import run; run()' \
      "$home" "$@"
  fi
  program=$(command -v sowgen) && case $program in /*) exec "$program" "$@" ;; esac
  echo "sowgen: not found ($python is gone), so nothing was done; install it again and run" \
    '`sowgen hooks install`' >&2
)

# Whether none of the paths was touched by a commit between the two.
untouched() {
  from=$1
  to=$2
  shift 2
  found=$(git --literal-pathspecs rev-list -1 --full-history "$from...$to" -- "$@" 2>/dev/null) &&
    [ -z "$found" ] &&
    git --literal-pathspecs diff-tree --quiet "$from" "$to" -- "$@" 2>/dev/null
}

# Whether the documents of the commit that is checked out are there: the marker, the file for the
# last commit seen, the workspace's place, and the paths that count.
up_to_date() {
  marker=$1
  seen=$2
  place=$3
  shift 3
  [ -n "$built" ] && [ -z "$again" ] || return 1
  # What is newer than the marker was built by somebody else, from whatever was there.
  for folder in "${place}projects"/*/out; do
    ! [ "$folder/manifest.json" -nt "$marker" ] || return 1
  done
  known='' last=''
  [ -f "$seen" ] && read -r known last <"$seen"
  [ "$known" = "$built" ] && [ -n "$last" ] || last=$built
  [ "$last" != "$head" ] || return 0
  untouched "$last" "$head" "$@" || return 1
  printf '%s %s\n' "$built" "$head" >"$seen.$$" && mv -f "$seen.$$" "$seen"
}

# The work on one workspace: its place below the top, and the name of its marker.
workspace() {
  prefix=$1
  key=$2
  built='' again='' refused='' linked=''
  [ -f "$here/sowgen/built-$key" ] &&
    { read -r built && read -r again && read -r refused && read -r linked; } \
      <"$here/sowgen/built-$key"
  set -- "${1}sowgen.yaml" "${1}clauses" "${1}templates" "${1}projects"
  # Links may lead to any file of the workspace.
  [ -z "$linked" ] || set -- "${prefix:-.}"
  if [ "$name" = pre-commit ]; then
    [ -n "$(git --literal-pathspecs ls-files -- "${prefix}sowgen.yaml")" ] || return 0
    git --literal-pathspecs diff --cached --quiet --no-ext-diff -- "$@" && return 0
    start -C "$top" hooks check --hook "$prefix"
    case $? in
    0) ;;
    1) status=1 ;;
    130 | 143) exit 130 ;;
    *) echo 'sowgen: what is staged could not be checked' >&2 ;;
    esac
    return 0
  fi
  [ -n "$built" ] || git cat-file -e "HEAD:${prefix}sowgen.yaml" 2>/dev/null || return 0
  up_to_date "$here/sowgen/built-$key" "$here/sowgen/seen-$key" "$prefix" "$@" ||
    start -C "$top" hooks run --hook "$prefix" || :
}

status=0
if [ "$name" != pre-commit ]; then
  ! under_way || exit 0
  head=$(git rev-parse --quiet --verify HEAD) || exit 0
fi
@WORKSPACES@
[ "$status" = 0 ] || echo 'sowgen: nothing was committed; mend, `git add`, commit again' >&2
exit $status
