# shellcheck shell=bash
# The program that scripts run: what built it already says where it is (KVALITETSDIALOG_BINARY), else it is built here. Tests build it with the libraries' features
# that tests need beside, and without that a build by itself would compile all of it once more.

built_program() { printf '%s\n' "${CARGO_TARGET_DIR:-$PWD/target}/debug/kvalitetsdialog"; }

need_program() {
  if [[ -n ${KVALITETSDIALOG_BINARY:-} ]]; then return; fi
  cargo build --quiet --bin kvalitetsdialog
  KVALITETSDIALOG_BINARY=$(built_program)
  export KVALITETSDIALOG_BINARY
}
