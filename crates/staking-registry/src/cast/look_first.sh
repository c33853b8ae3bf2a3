
# Only the admin may add keys.
configuration=$(ask 'providerConfigurations(uint256)' "$provider")
admin=$(address_in "$configuration")
case $admin in
  '' | 0000000000000000000000000000000000000000)
    stop "the registry $registry has no provider $provider; compare both with your registration"
    ;;
esac
sender=${ETH_FROM:-} previous='' asks=''
for argument in "$@"; do
  case $argument in
    --from=*) sender=${argument#--from=} ;;
    --interactive | -i) asks=yes ;;
  esac
  case $previous in
    --from | -f) sender=$argument ;;
  esac
  previous=$argument
done
# Who would be asked for a key is not asked for it once more.
if [ -z "$sender$asks" ]; then
  sender=$(cast wallet address "$@" 2>/dev/null) || sender=''
fi
sender=$(printf '%s\n' "${sender#0x}" | tr 'A-F' 'a-f')
if [ -z "$sender" ]; then
  echo "the admin of provider $provider is 0x$admin: sign with its key" >&2
elif [ "$sender" != "$admin" ]; then
  stop "the admin of provider $provider is 0x$admin, and 0x$sender would sign; nothing was sent"
fi

# The attester at the end of the queue tells which of these transactions was the last.
first=$(ask 'getFirstIndexInQueue(uint256)' "$provider")
last=$(ask 'getLastIndexInQueue(uint256)' "$provider")
newest=''
if [ "$first" != "$last" ]; then
  digits=$(printf '%s\n' "$last" | cut -c 50-64)
  entry=$(ask 'getValueAtIndexInQueue(uint256,uint128)' "$provider" "$((0x$digits - 1))")
  newest=$(address_in "$entry")
fi
