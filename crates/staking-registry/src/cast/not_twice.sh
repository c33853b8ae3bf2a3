next=$((added + 1))
if [ "$added" -eq "$total" ]; then
  stop 'the queue ends with the last key of this script: everything was added before, and nothing was sent'
elif [ "$added" -ge "$first_call" ]; then
  stop "the queue ends with the keys of transaction $added, so nothing was sent: go on with FIRST_CALL=$next"
elif [ "$added" -gt 0 ] && [ "$first_call" -gt "$next" ]; then
  stop "the queue ends with the keys of transaction $added, so some would be left out, and nothing was sent: go on with FIRST_CALL=$next"
elif [ "$added" -eq 0 ] && [ "$first_call" -gt 1 ]; then
  echo "the queue does not end with a key of this script: see that the transactions before $first_call succeeded" >&2
fi
