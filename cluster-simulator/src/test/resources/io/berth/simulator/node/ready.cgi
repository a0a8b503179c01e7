#!/bin/sh
[ -e /tmp/starting ] && READY='503 Service Unavailable'
printf 'Status: %s\r\nContent-Type: text/plain\r\n\r\n' "${READY:-200 OK}"
