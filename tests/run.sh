#!/usr/bin/env bash
# Builds everything and runs every specification. Ends with one line: N passed, N failed.
# Results and logs are left in TestResults, or where TEST_RESULTS says.
set -uo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; printf '0 passed, 1 failed\n'; exit 1; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# 1. What must be there.
command -v dotnet >/dev/null 2>&1 ||
  fail "The .NET SDK 10 is missing: install it (https://dotnet.microsoft.com/download) and run this again."
dotnet --version >/dev/null 2>&1 ||
  fail "No .NET SDK here satisfies global.json: install .NET SDK 10.0.100 or later."

# 2. What this installs: the NuGet packages named in the lock files, and what the specifications check us with, from Debian.
say "All of it takes about 15 minutes on two cores, the first time a few more to download."
say "Installing: the NuGet packages of packages.lock.json and CSharpier, which checks the format (into your NuGet cache)."
packages=()
/usr/bin/python3 -c 'import cryptography' 2>/dev/null || packages+=(python3 python3-cryptography)
/usr/bin/python3 -c 'import pika' 2>/dev/null || packages+=(python3-pika)
[ -x /usr/bin/go ] && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ] || packages+=(golang-go golang-golang-x-mod-dev)
# Servers that are named, or a Docker engine, serve as well; the specifications that hurt their server start Debian's own.
[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || packages+=(rabbitmq-server)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || packages+=(postgresql)
[ -x /usr/sbin/pgbouncer ] || packages+=(pgbouncer)
if [ "${#packages[@]}" -gt 0 ]; then
  say "Installing from Debian: ${packages[*]}"
  # Debian would start the servers it installs, on the ports others may want.
  if [ -w /usr/sbin ] && [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >&2 ||
    fail "Install them as root and run this again: apt-get install ${packages[*]}"
  [ -n "$(trap -p EXIT)" ] && rm -f /usr/sbin/policy-rc.d
  trap - EXIT
fi
results="${TEST_RESULTS:-$(pwd)/TestResults}"
rm -rf "$results"
mkdir -p "$results"
say "Building everything: a few minutes."
dotnet build HandoffSaga.sln -c Release -v quiet >"$results/build.log" 2>&1 || { cat "$results/build.log" >&2; fail "The build failed."; }

# The program as people install it; the specifications with real processes start it hundreds of times. Meanwhile the format is checked:
# style and names are errors of the build, this is the rest, line breaks and white space. `dotnet csharpier format .` mends it.
program="$PWD/src/HandoffSaga.Host/bin/published"
machine=$(case "$(uname -m)" in aarch64) echo arm64 ;; *) echo x64 ;; esac)
dotnet publish src/HandoffSaga.Host -c Release -r "linux-$machine" -p:RunAnalyzers=false -v quiet -o "$program" >"$results/publish.log" 2>&1 &
publishing=$!
export SPECS_PROGRAM="$program/handoff.dll"
say "Publishing the program, and checking the format"
{ dotnet tool restore && dotnet csharpier check . && dotnet format whitespace . --folder --verify-no-changes; } >"$results/format.log" 2>&1
formatted=$?
wait "$publishing" || { cat "$results/publish.log" >&2; fail "The program could not be published."; }
[ "$formatted" -eq 0 ] || { cat "$results/format.log" >&2; fail "The format is not the project's: run dotnet csharpier format ."; }

# 3. The specifications: those that need nothing, then those with real processes.
failed_runs=0
coverage=(--coverlet --coverlet-output-format cobertura --coverlet-include '[HandoffSaga*]*' --coverlet-include '[handoff]*' --coverlet-exclude '[*.Contracts]*')
for project in Specs SystemSpecs; do
  say "Running HandoffSaga.$project"
  # Processes that are killed cannot say what they covered: only the quick specifications are measured.
  [ "$project" = Specs ] && measured=("${coverage[@]}") || measured=()
  dotnet test "tests/HandoffSaga.$project" -c Release --no-build --results-directory "$results/$project" "${measured[@]}" \
    --report-xunit-trx --report-xunit-trx-filename "$project.trx" >"$results/$project.log" 2>&1 || failed_runs=$((failed_runs + 1))
  tail -n 400 "$results/$project.log" >&2
done

# 4. What the quick specifications cover, for people to read; nothing depends on it.
report=$(find "$results/Specs" -name '*.cobertura*.xml' 2>/dev/null | head -n 1)
if [ -n "$report" ]; then
  say "Covered by HandoffSaga.Specs: lines, branches"
  grep -o '<package name="[^"]*" line-rate="[^"]*" branch-rate="[^"]*"' "$report" |
    awk -F'"' '{ printf "  %-26s %3.0f %% %5.0f %%\n", $2, 100 * $4, 100 * $6 }' >&2
else
  say "What HandoffSaga.Specs covers was not measured: there is no report."
fi

# 5. The totals, from the result files. A project that ran no test, or died before it could say, is a failure.
passed=0 failed=0
for project in Specs SystemSpecs; do
  file=$(find "$results/$project" -name "$project.trx" 2>/dev/null | head -n 1)
  counters=$([ -n "$file" ] && grep -o '<Counters [^>]*' "$file" | head -n 1)
  number() { printf '%s' "$counters" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*'; }
  total=$(number total)
  ok=$(number passed)
  if [ -z "$counters" ] || [ "${total:-0}" -eq 0 ]; then
    say "HandoffSaga.$project left no results."
    failed=$((failed + 1))
  else
    passed=$((passed + ok))
    failed=$((failed + total - ok))
  fi
done
[ "$failed" -eq 0 ] && [ "$failed_runs" -ne 0 ] && failed=$failed_runs

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
