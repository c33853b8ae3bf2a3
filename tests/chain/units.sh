#!/usr/bin/env bash
# The systemd units as they are installed, in a Debian that boots: the service starts, watches the chain of `demo.sh`, comes back
# after a kill, and stops at once; the check fails when somebody should act.
#
#     tests/chain/demo.sh &      # until it says that the chain is there
#     tests/chain/units.sh PROGRAM
#
# As root; needs debootstrap and systemd-container. ROOT=DIR keeps the Debian, and uses it again. PROGRAM is a keywatch that runs
# on Debian 12: one from scripts/build-release does.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")"
deploy=../../crates/keywatch/deploy
root=${ROOT:-$(mktemp -d)}
# Its services have users of their own, and mktemp closes it to them.
mkdir -p "$root" && chmod 755 "$root"
leave() {
    test -z "${container:-}" || kill "$container" 2>/dev/null || true
    wait 2>/dev/null || true
    test -n "${ROOT:-}" || rm -rf --one-file-system "$root"
}
trap leave EXIT

test -x "$root/usr/bin/systemctl" || debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates bookworm "$root" >"$root.log"
install -D -m 755 "$program" "$root/usr/local/bin/keywatch"
install -D -m 600 demo.toml "$root/etc/keywatch/keywatch.toml"
install -m 600 /dev/null "$root/etc/keywatch/webhooks"
cp "$deploy"/keywatch*.service "$deploy"/keywatch*.timer "$root/etc/systemd/system/"
chroot "$root" systemctl --quiet enable keywatch.service keywatch-check.timer

systemd-nspawn --quiet --directory="$root" --boot --register=no --keep-unit --console=pipe >"$root/var/log/console" 2>&1 </dev/null &
container=$!
first() { pgrep --parent "$container" systemd; }
inside() { nsenter --target "$(first)" --mount --pid --uts --ipc -- "$@"; }
until_it_is() {
    local wanted=$1 is=
    for _ in $(seq 100); do
        is=$(inside systemctl is-active keywatch 2>/dev/null || true)
        test "$is" != "$wanted" || return 0
        sleep 0.2
    done
    echo "keywatch is $is, not $wanted" >&2
    inside journalctl --no-pager --unit keywatch --output cat >&2
    return 1
}
say() { printf '  %s\n' "$*"; }

until_it_is active
for _ in $(seq 50); do
    curl --silent 127.0.0.1:9464/metrics | grep -q '^keywatch_up{provider="1"} 1' && break
    sleep 0.2
done
curl --silent 127.0.0.1:9464/metrics | grep -q '^keywatch_up{provider="1"} 1'
say "keywatch.service watches the chain"

user=$(inside sh -c 'stat --format %u /proc/$(systemctl show --value --property MainPID keywatch)')
test "$user" -ge 61184 && test "$user" -le 65519
say "it runs as a user of its own ($user)"

inside systemctl kill --kill-whom main --signal KILL keywatch
until_it_is activating
say "after a kill it is going to start again"
inside systemctl restart keywatch
until_it_is active

began=$(date +%s%N)
inside systemctl stop keywatch
took=$((($(date +%s%N) - began) / 1000000))
test "$took" -lt 2000
test "$(inside systemctl show --value --property Result keywatch)" = success
say "it stops, as a success, in $took ms"

# The demo's queue has keys that must not be there, but enough of them: the check alone is content.
inside systemctl start keywatch-check.service
say "keywatch-check.service ran, and it is content"
# Wrong settings: the unit fails, and does not try again for ever.
sed -i 's/^provider-id.*/provider-id = 99/' "$root/etc/keywatch/keywatch.toml"
! inside systemctl start keywatch-check.service 2>/dev/null
say "with a provider that does not exist it fails"
echo 'no-such-setting = 1' >>"$root/etc/keywatch/keywatch.toml"
inside systemctl start keywatch.service
until_it_is failed
test "$(inside systemctl show --value --property NRestarts keywatch)" = 0
say "keywatch.service does not start again where the settings are wrong"
inside systemctl list-timers --no-pager | grep -q keywatch-check.timer
say "keywatch-check.timer waits for its time"
