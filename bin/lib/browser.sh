# shellcheck shell=bash
# Sourced by the commands in bin/ that drive a browser: Chromium and Node. Needs packages.sh.

# Sets CHROMIUM, which the Playwright configuration reads: no browser is downloaded.
need_chromium() {
  find_chromium && return
  install_packages "Chromium" "chromium fonts-liberation" "chromium liberation-fonts" "chromium font-liberation" \
    "chromium ttf-liberation" "chromium liberation-fonts" "--cask chromium"
  find_chromium || die "Chromium was installed and is still not in PATH. Set CHROMIUM to its program."
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do
    CHROMIUM=$(command -v "$name") && { export CHROMIUM; return; }
  done
  unset CHROMIUM
  return 1
}

need_node() {
  if ! have node || ! have npm; then
    die "Node is missing: the browser tests need node 20 or newer, and npm, in PATH."
  fi
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  ((major >= 20)) || die "Node $(node --version) is too old: the browser tests need 20 or newer."
}
