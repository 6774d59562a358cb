# What script/demo and script/test set up, to be sourced by them. Everything but Debian's packages goes
# below .cache/ of this directory; remove that to begin anew.
# Each function says what it will install before it does, and nothing when there is nothing to do.

export PIP_DISABLE_PIP_VERSION_CHECK=1
# Every version that pip takes, also for what packages are built with.
export PIP_CONSTRAINT="$PWD/tests/constraints.txt" PIP_BUILD_CONSTRAINT="$PWD/tests/constraints.txt"
export DEBIAN_FRONTEND=noninteractive
WHEELS=.cache/wheels
umask 022 # what is installed here is read by the user that httpd serves as
mkdir -p .cache

say() { printf '==> %s\n' "$*"; }

# Tenths of a second since some time; BEGAN is when this script began.
tenths() { printf '%d' $((${EPOCHREALTIME//[!0-9]/} / 100000)); }
BEGAN=${WSGIGEN_BEGAN:-$(tenths)}

# seconds TENTHS: how long it is since then.
seconds() {
    local passed=$(($(tenths) - $1))
    printf '%d.%d s' $((passed / 10)) $((passed % 10))
}

# step WORDS COMMAND...: say what is done, do it, and say how long that took.
step() {
    local status=0 begin
    begin=$(tenths)
    say "$1"
    shift
    "$@" || status=$?
    printf '    %s\n' "$(seconds "$begin")"
    return "$status"
}

# stop WHAT FIX: end with what is wrong, and the way out.
stop() {
    printf 'error: %s\n    fix: %s\n' "$1" "$2" >&2
    exit 2
}

# quietly COMMAND...: show what a command printed only when it failed, and end with that.
quietly() {
    local output status=0
    output=$("$@" 2>&1) || status=$?
    [ "$status" != 0 ] || return 0
    printf '%s\n' "$output" | tail -n 40 >&2
    stop "$* failed with status $status: the end of its output is above" "mend what it names, then call $0 again"
}

# as_root COMMAND...: fails without a word where this user cannot become root.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
        sudo DEBIAN_FRONTEND="$DEBIAN_FRONTEND" "$@"
    else
        return 1
    fi
}

# The user that httpd serves as where root calls `wsgigen run` (wsgigen/host/server.py).
server() { [ "${SUDO_USER:-root}" = root ] && printf nobody || printf '%s' "$SUDO_USER"; }

# unreadable: the first path that this user must read, asked by the name that httpd is given, and cannot.
# Nothing where all can be read: `test` walks every parent, and `find` the files below.
unreadable() {
    local as=(setpriv "--reuid=$(server)" "--regid=$(id -g "$(server)")" --init-groups) path=$PWD
    if ! "${as[@]}" test -r "$PWD/tox.ini" -a -x "$PWD"; then
        until [ "$path" = / ] || "${as[@]}" test -x "$(dirname "$path")"; do path=$(dirname "$path"); done
        printf '%s' "$path"
    else
        "${as[@]}" find "$PWD" \( -name '.*' ! -path "$PWD" -o -path "$PWD/build" \) -prune \
            -o \( ! -readable -o -type d ! -executable \) -print -quit 2>/dev/null || :
    fi
}

# readable COMMAND...: httpd serves as a user who must be able to read this directory. Where root keeps it closed,
# run the command again in a copy that is open; what took long to make, and what was built, is brought back.
readable() {
    local closed copy here=$PWD status=0
    [ "$(id -u)" = 0 ] || return 0
    closed=$(unreadable)
    [ -n "$closed" ] || return 0
    copy=$(mktemp -d /var/tmp/wsgigen.XXXXXX)
    trap 'rm -rf "$copy"' EXIT
    say "the user $(server), whom Apache serves as, cannot read $closed"
    printf '    going on in a copy, %s\n' "$copy"
    mkdir -p "$copy/.cache" "$WHEELS"
    tar --create --exclude=./.cache --exclude=./.tox --exclude=./.venv --exclude=./build . | tar --extract --directory "$copy"
    cp -a "$WHEELS" "$copy/.cache/"
    chmod -R go+rX "$copy"
    export WSGIGEN_TREES="${WSGIGEN_TREES:-$here/.cache/trees}" # of hosts; they are root's
    (cd "$copy" && WSGIGEN_COPY_OF=$here WSGIGEN_BEGAN=$BEGAN "$@") || status=$?
    cp -a "$copy/$WHEELS" .cache/
    [ ! -d "$copy/build" ] || cp -a "$copy/build" .
    exit "$status"
}

# packages NAME...: install what is missing of Debian's packages. Fails when this user cannot.
packages() {
    local one missing=()
    for one in "$@"; do
        dpkg-query -W -f '${Status}' "$one" 2>/dev/null | grep -q 'ok installed' || missing+=("$one")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null && as_root true || return 1
    step "installing with apt-get: ${missing[*]}" installed "${missing[@]}"
}

# Where a package brings a file that somebody has already, theirs stays: dpkg would ask, and nobody sees the question.
installed() {
    quietly as_root apt-get update -qq
    quietly as_root apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "$@"
}

# mod_wsgi_enabled: libapache2-mod-wsgi-py3 enables its module only in an apache2 that was there before it, and the
# demo installs it beside apache2-bin alone. The tests rely on what the package does where they come in order.
mod_wsgi_enabled() {
    local apache=/etc/apache2
    [ -e "$apache/mods-available/wsgi.load" ] && [ -e "$apache/mods-available/headers.load" ] || return 0
    [ ! -e "$apache/mods-enabled/wsgi.load" ] && command -v a2enmod >/dev/null && as_root true || return 0
    say "enabling mod_wsgi in $apache, as its package does where apache2 is there first"
    quietly as_root a2enmod --quiet wsgi
}

# The Python that Debian's mod_wsgi is built for, where it is new enough.
find_python() {
    local one
    for one in /usr/bin/python3 python3; do
        if "$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$one" -c 'import ensurepip, venv' 2>/dev/null || stop "$one cannot make virtual environments" "as root: apt-get install python3-venv"
            PYTHON=$one
            [ "$one" = python3 ] || [ "$(command -v python3)" = "$one" ] || say "taking $one, which Debian's mod_wsgi is for, not $(command -v python3)"
            return
        fi
    done
    stop "no Python 3.11 or newer was found" "as root: apt-get install python3 python3-venv"
}

# venv WHAT DIRECTORY PIP-ARGUMENT...: a virtual environment with WHAT in it, made again when pyproject.toml, pins or the words change.
venv() {
    local what=$1 directory=$2 print
    shift 2
    print=$({ cat pyproject.toml tests/constraints.txt && "$PYTHON" -VV && printf '%s\n' "$PWD" "$*"; } | sha256sum)
    [ "$(cat "$directory/complete" 2>/dev/null)" != "$print" ] || return 0
    step "installing $what with pip into $directory" made "$directory" "$@"
    echo "$print" >"$directory/complete"
}

made() {
    local directory=$1
    shift
    quietly "$PYTHON" -m venv --clear "$directory"
    quietly "$directory/bin/pip" install --quiet "$@"
}

COMPILING="gcc libc6-dev make libssl-dev python3-dev"

# Whether Apache can be compiled here: a compiler, make, and the headers of Python, expat and OpenSSL.
can_compile() {
    local headers
    headers=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("include"))')
    command -v make >/dev/null && [ -e "$headers/Python.h" ] &&
        printf '#include <expat.h>\n#include <openssl/ssl.h>\n' | gcc -E -o /dev/null - 2>/dev/null
}

# What a wheel of mod_wsgi is made for: the versions, and the Python whose libpython it loads. Two Pythons of one
# version share the tag of a wheel, and pip's own cache hands out the wheel of the one to the other.
made_for() {
    "$PYTHON" -c 'import sys, sysconfig; print(sys.version_info[:3], sys.base_prefix, sysconfig.get_config_var("LIBDIR"), sep="\n")'
    grep '^mod-wsgi' tests/constraints.txt
}

# kept_wheels: whether $WHEELS has them for $PYTHON. Those of other versions, or for another Python, go.
kept_wheels() {
    local tag
    tag=$("$PYTHON" -c 'import sys; print(*sys.version_info[:2], sep="")')
    KEPT=$WHEELS/$tag.complete
    [ "$(cat "$KEPT" 2>/dev/null)" != "$(made_for)" ] || return 0
    if ls "$WHEELS"/*-cp"$tag"-*.whl >/dev/null 2>&1; then
        say "the wheels in $WHEELS are of other versions, or for another Python than $PYTHON: they are made again"
        rm -f "$WHEELS"/*-cp"$tag"-*.whl "$KEPT"
    fi
    return 1
}

# embedded: the wheels of PyPI's mod_wsgi-standalone for $PYTHON in $WHEELS, with progress while they compile.
# Building the httpd first, by itself, saves compiling it a second time where the module is built against it.
embedded() {
    local log=.cache/embedded.log began=$SECONDS percent job
    ! kept_wheels || return 0
    can_compile || return 1
    say "compiling Apache and mod_wsgi of PyPI's mod_wsgi-standalone into $WHEELS: some minutes, once"
    (
        "$PYTHON" -m venv --clear .cache/compile
        export MAKEFLAGS="${MAKEFLAGS:--j$(nproc)}"
        pip="nice .cache/compile/bin/pip --no-cache-dir wheel --verbose --use-pep517 --no-deps --find-links $WHEELS --wheel-dir $WHEELS"
        $pip mod_wsgi-httpd && $pip mod_wsgi-standalone
    ) >"$log" 2>&1 &
    job=$!
    trap 'kill -- $job 2>/dev/null' INT TERM
    while kill -0 "$job" 2>/dev/null; do
        sleep 1
        if (((SECONDS - began) % 20 == 0)); then
            percent=$(($(wc -c <"$log") / 12500)) # a whole build says some 1.25 MB
            say "compiling Apache: $((SECONDS - began)) s, about $((percent > 99 ? 99 : percent)) %"
        fi
    done
    wait "$job" || { tail -n 40 "$log" >&2; stop "Apache did not compile: the end of $log is above" "see its first error"; }
    trap - INT TERM
    say "compiled Apache in $((SECONDS - began)) s"
    made_for >"$KEPT"
}
