#!/bin/sh
# Stands in for cast of Foundry in the tests of the script: answers from variables, and writes down what is sent.
set -eu

# An address in a word, with so many words of zeros behind it.
address_and_zeros() {
  printf '0x%024d%s%0*d\n' 0 "$1" "$((64 * $2))" 0
}

case $1 in
  chain-id) printf '%s\n' "${FAKE_CHAIN:?}" ;;
  wallet)
    shift
    printf '%s\n' "$*" >>"$FAKE_LOG.wallet"
    printf '%s\n' "${FAKE_SENDER:?}"
    ;;
  call)
    case $3 in
      "${FAKE_SILENT:-none}"*) exit 1 ;;
      'providerConfigurations(uint256)') address_and_zeros "$FAKE_ADMIN" 2 ;;
      'getFirstIndexInQueue(uint256)') printf '0x%064x\n' "$FAKE_FIRST" ;;
      'getLastIndexInQueue(uint256)') printf '0x%064x\n' "$FAKE_LAST" ;;
      'getValueAtIndexInQueue(uint256,uint128)')
        [ "$5" = "$((FAKE_LAST - 1))" ]
        address_and_zeros "$FAKE_NEWEST" 8
        ;;
      *) exit 9 ;;
    esac
    ;;
  send)
    { printf '<%s>' "$@" && echo; } >>"$FAKE_LOG"
    number=$(grep -c '' "$FAKE_LOG")
    status=$(printf '%s\n' "$FAKE_STATUSES" | cut -d ' ' -f "$number")
    case $status in
      lost) exit 1 ;;
      unknown) echo 0x00ab ;;
      # As foundry prints it, and with spaces.
      1) echo '{"type":"0x2","status":"0x1","logs":[],"transactionHash":"0x00ab","to":null}' ;;
      *) printf '{\n  "transactionHash": "0x00cd",\n  "status": "0x%s"\n}\n' "$status" ;;
    esac
    ;;
  *) exit 9 ;;
esac
