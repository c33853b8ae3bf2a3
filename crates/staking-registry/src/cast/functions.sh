
stop() {
  echo "$1" >&2
  exit 1
}

# Asks the registry; the answer as hexadecimal digits.
ask() {
  answer=$(cast call "$registry" "$@") || stop "the registry did not answer $1; nothing was sent"
  printf '%s\n' "${answer#0x}"
}

# The address in the first word of an answer.
address_in() {
  printf '%s\n' "$1" | cut -c 25-64
}

# Sends one call, and reads its receipt: cast ends with 0 also where the transaction reverted.
send() {
  number=$1 keys=$2 tuples=$3
  shift 3
  if [ "$number" -lt "$first_call" ]; then
    return
  fi
  again="go on with FIRST_CALL=$number"
  if [ "$number" -eq "$total" ]; then
    next='nothing is left to do'
  else
    next="go on with FIRST_CALL=$((number + 1))"
  fi
  echo "transaction $number of $total: keys $keys"
  receipt=$(cast send --json "$registry" "$signature" "$provider" "$tuples" "$@") ||
    stop "transaction $number was not sent, or its receipt did not come: look whether it was mined; if not, $again, and if it was, $next"
  receipt=$(printf '%s' "$receipt" | tr -d ' \n')
  hash=$(printf '%s\n' "$receipt" | sed -n 's/.*"transactionHash":"\(0x[0-9a-f]*\)".*/ \1/p')
  case $receipt in
    *'"status":"0x1"'*) echo "added by$hash" ;;
    *'"status":"0x0"'*) stop "transaction $number$hash reverted, and added none of its keys: see why, then $again" ;;
    *) stop "the receipt of transaction $number$hash has no status: look whether it succeeded; if not, $again, and if it did, $next" ;;
  esac
}

case $first_call in
  *[!0-9]* | ??????*) stop "FIRST_CALL=$first_call is not the number of a transaction; give 1 to $total" ;;
esac
if [ "$first_call" -lt 1 ] || [ "$first_call" -gt "$total" ]; then
  stop "FIRST_CALL=$first_call is not the number of a transaction; give 1 to $total"
fi
