
# Asks the registry; the answer as hexadecimal digits.
ask() {
  answer=$(cast call "$registry" "$@") || stop "the registry did not answer $1; nothing was sent"
  printf '%s\n' "${answer#0x}"
}

# The address in the first word of an answer.
address_in() {
  printf '%s\n' "$1" | cut -c 25-64
}
