#!/usr/bin/env bash
# Breaks the deciders in every small way Stryker knows and sees whether their specifications notice. Ten to twenty minutes on two cores.
# Which files and which specifications: tests/HandoffSaga.Mutations. Reports are left in TestResults/mutation, or where MUTATION_RESULTS says.
set -uo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 RunAnalyzers=false
command -v dotnet >/dev/null 2>&1 || fail "The .NET SDK 10 is missing."
command -v python3 >/dev/null 2>&1 || fail "python3 is missing (Debian: apt-get install python3)."
mkdir -p "${MUTATION_RESULTS:=$PWD/TestResults/mutation}"
results=$(cd "$MUTATION_RESULTS" && pwd)
rm -rf "${results:?}"/HandoffSaga*
dotnet tool restore >"$results/build.log" 2>&1 || { cat "$results/build.log" >&2; fail "The tools could not be installed."; }

# Without a mutant they must pass, and there must be some: a run without a test is a failure here.
say "Building, and running the specifications of the deciders."
dotnet build tests/HandoffSaga.Mutations -v quiet >>"$results/build.log" 2>&1 || { cat "$results/build.log" >&2; fail "The build failed."; }
dotnet test tests/HandoffSaga.Mutations --no-build >"$results/specs.log" 2>&1 ||
  { tail -n 100 "$results/specs.log" >&2; fail "The specifications fail without any mutant, or there are none."; }

cd tests/HandoffSaga.Mutations || exit 1
for project in HandoffSaga.Durability HandoffSaga; do
  say "Mutating $project"
  dotnet stryker --project "$project.csproj" --output "$results/$project" --concurrency "${MUTATION_CONCURRENCY:-2}" --skip-version-check \
    >"$results/$project.log" 2>&1 || { grep -vE '│' "$results/$project.log" | tail -n 60 >&2; fail "Stryker failed."; }
done
python3 score.py "$results"/HandoffSaga*/reports/mutation-report.json
