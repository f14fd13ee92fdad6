# shellcheck shell=bash
# Sourced by the commands in bin/: messages, and installing what is missing with the system's own
# package manager. Nothing is ever run through sudo: without root the command is printed instead.

say() { printf '%s\n' "$@" >&2; } # each argument is a line
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [[ $(id -u) == 0 ]]; }

# Networks fail: three tries, then the last error stands.
retry() {
  local try
  for try in 1 2 3; do
    "$@" && return
    say "failed (try $try of 3): $*"
    sleep $((try * 3))
  done
  return 1
}

# install_packages WHAT APT DNF APK PACMAN ZYPPER BREW: each a list of package names in one word.
install_packages() {
  local what=$1 apt=$2 dnf=$3 apk=$4 pacman=$5 zypper=$6 brew=$7 command
  if have apt-get; then command="apt-get install -y --no-install-recommends $apt"
  elif have dnf; then command="dnf install -y $dnf"
  elif have apk; then command="apk add $apk"
  elif have pacman; then command="pacman -S --noconfirm --needed $pacman"
  elif have zypper; then command="zypper --non-interactive install $zypper"
  elif have brew; then die "$what is missing. Install it: brew install $brew"
  else die "$what is missing, and no package manager that we know is here. Install it, then run this again."
  fi
  if ! is_root; then
    die "$what is missing. Install it as root, then run this again:" "" "    $command"
  fi
  say "Installing $what: $command"
  local -a words
  read -ra words <<<"$command"
  if have apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    retry apt-get update -q >&2
  fi
  retry "${words[@]}" >&2
}
