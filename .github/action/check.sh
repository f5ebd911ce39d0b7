#!/usr/bin/env bash
# Checks the files of a job: annotations on standard output, and a SARIF file.
set -euo pipefail

arguments=()
while IFS= read -r line; do
  if [ -n "$line" ]; then
    arguments+=("$line")
  fi
done <<<"$MORE_ARGUMENTS"$'\n'"$PATHS"

sarif="$RUNNER_TEMP/cloudfront-lint.sarif"
status=0
cloudfront-lint check --format github --format "sarif=$sarif" --fail-on "$FAIL_ON" "${arguments[@]}" || status=$?
if [ -f "$sarif" ]; then
  echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
fi
exit "$status"
