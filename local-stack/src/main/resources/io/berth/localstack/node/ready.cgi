#!/bin/sh
printf 'Status: %s\r\nContent-Type: text/plain\r\n\r\n' "${READY:-200 OK}"
