#!/bin/sh
# A small web application; what follows the tag's number says what is wrong with it.
trap 'exit 143' TERM INT

say() { echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $*"; }

say "INFO  [main] Starting web $BERTH_RELEASE with PID $$"
case "$BEHAVIOR" in
  crash)
    say "ERROR [main] Application run failed" >&2
    printf 'java.lang.IllegalStateException: Cannot connect to the database\n' >&2
    printf '\tat com.example.web.Main.main(Main.java:17)\n' >&2
    exit 1
    ;;
  oom) exec tail /dev/zero ;;
  unready) export READY='503 Service Unavailable' ;;
  unlive) export LIVE='503 Service Unavailable' ;;
  starts-in-*s)
    # It answers, and is not ready until it has warmed up.
    : >/tmp/starting
    seconds=${BEHAVIOR#starts-in-}
    (sleep "${seconds%s}"; rm /tmp/starting) &
    ;;
  breaks-in-*s)
    seconds=${BEHAVIOR#breaks-in-}
    (sleep "${seconds%s}"; : >/tmp/broken) &
    ;;
  busy) while :; do :; done & ;;
esac

httpd -p 8080 -h /www
say "INFO  [main] Started web"
while :; do
  say "INFO  [main] GET /api/orders 200 request=$RANDOM"
  sleep 1 &
  wait $!
done
