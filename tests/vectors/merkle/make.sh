#!/usr/bin/env bash
# Makes the vectors of this folder again, with Debian's Go and its golang-golang-x-mod-dev.
set -euo pipefail
cd "$(dirname "$0")"
export GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= GOCACHE="${GOCACHE:-${TMPDIR:-/tmp}/handoff-go-cache}"
exec /usr/bin/go run make.go
