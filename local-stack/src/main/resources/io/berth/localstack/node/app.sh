#!/bin/sh
# A small web application; the tag's last word says what is wrong with it.
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
esac

httpd -p 8080 -h /www
say "INFO  [main] Started web"
while :; do
  say "INFO  [main] GET /api/orders 200 request=$RANDOM"
  sleep 1 &
  wait $!
done
