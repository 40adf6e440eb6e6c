#!/usr/bin/env bash
# The specifications that kill and freeze processes, each as often as it takes to meet the rare moments, and whole matrices of which run.sh
# does one case. About twenty minutes on two cores.
# What must be there: as for tests/run.sh, which installs it. Results are left in TestResults/faults.
set -uo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 SPECS_ROUNDS=all
results="$PWD/TestResults/faults"
rm -rf "$results" && mkdir -p "$results"
dotnet build tests/HandoffSaga.SystemSpecs -c Release -v quiet >"$results/build.log" 2>&1 ||
  { cat "$results/build.log" >&2; printf '%s\n' "The build failed." >&2; exit 1; }
dotnet test tests/HandoffSaga.SystemSpecs -c Release --no-build --results-directory "$results" -- \
  --filter-class '*When_everything_is_hurt_at_once' --filter-class '*When_the_process_is_killed_while_it_publishes' \
  --filter-class '*When_replicas_die_and_freeze' --filter-class '*When_the_process_is_killed_at_random_under_load' \
  --filter-class '*When_a_pooler_is_in_front_of_the_database' --filter-class '*When_the_database_is_unavailable_for_long' \
  --filter-class '*When_a_node_of_the_cluster_is_killed' --filter-class '*When_the_plant_runs' \
  --filter-class '*When_the_process_is_killed_at_a_named_point' \
  --filter-class '*When_a_message_kills_its_replica_again_and_again' --filter-class '*When_a_database_of_the_version_before_is_opened' \
  --minimum-expected-tests 40
