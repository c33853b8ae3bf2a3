#!/bin/sh
# Adds 2 keys to provider 7 of the StakingRegistry 0xC6EcC1832c8BF6a41c927BEb4E9ec610FBeDd1C2, in 1 transaction.
#
# ETH_RPC_URL names the node. Arguments are passed on to cast send and say how to sign, for example: --ledger
# After a transaction that failed, set FIRST_CALL to its number: keys that are added twice cannot register.
set -eu
: "${ETH_RPC_URL:?set it to the address of your node}"

registry=0xC6EcC1832c8BF6a41c927BEb4E9ec610FBeDd1C2
contract=$registry
provider=7
total=1
signature='addKeysToProvider(uint256,(address,(uint256,uint256),(uint256,uint256,uint256,uint256),(uint256,uint256))[])'
succeeded=added
reverted='added none of its keys'
first_call=${FIRST_CALL:-1}

stop() {
  echo "$1" >&2
  exit 1
}

# Sends one call, and reads its receipt: cast ends with 0 also where the transaction reverted.
# The number, what it is about, and what cast gets.
send() {
  number=$1 range=$2
  shift 2
  if [ "$number" -lt "$first_call" ]; then
    return
  fi
  again="go on with FIRST_CALL=$number"
  if [ "$number" -eq "$total" ]; then
    next='nothing is left to do'
  else
    next="go on with FIRST_CALL=$((number + 1))"
  fi
  echo "transaction $number of $total: $range"
  receipt=$(cast send --json "$contract" "$signature" "$@") ||
    stop "transaction $number was not sent, or its receipt did not come: look whether it was mined; if not, $again, and if it was, $next"
  receipt=$(printf '%s' "$receipt" | tr -d ' \n')
  hash=$(printf '%s\n' "$receipt" | sed -n 's/.*"transactionHash":"\(0x[0-9a-f]*\)".*/ \1/p')
  case $receipt in
    *'"status":"0x1"'*) echo "$succeeded by$hash" ;;
    *'"status":"0x0"'*) stop "transaction $number$hash reverted, and $reverted: see why, then $again" ;;
    *) stop "the receipt of transaction $number$hash has no status: look whether it succeeded; if not, $again, and if it did, $next" ;;
  esac
}

case $first_call in
  *[!0-9]* | ??????*) stop "FIRST_CALL=$first_call is not the number of a transaction; give 1 to $total" ;;
esac
