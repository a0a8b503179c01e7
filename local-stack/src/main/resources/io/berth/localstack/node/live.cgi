#!/bin/sh
printf 'Status: %s\r\nContent-Type: text/plain\r\n\r\n' "${LIVE:-200 OK}"
