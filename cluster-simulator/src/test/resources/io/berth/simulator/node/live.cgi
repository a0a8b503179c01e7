#!/bin/sh
[ -e /tmp/broken ] && LIVE='503 Service Unavailable'
printf 'Status: %s\r\nContent-Type: text/plain\r\n\r\n' "${LIVE:-200 OK}"
