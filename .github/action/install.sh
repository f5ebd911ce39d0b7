#!/usr/bin/env bash
# Installs the wheel for the next step of the action, apart from the Python packages of a job.
set -euo pipefail

folder="$RUNNER_TEMP/cloudfront-lint"
for python in python3 python; do
  if "$python" -m venv "$folder" 2>/dev/null; then
    break
  fi
done
programs="$folder/bin"
if [ -d "$folder/Scripts" ]; then
  programs="$folder/Scripts"
fi
if [ ! -d "$programs" ]; then
  echo "::error::cloudfront-lint needs Python 3.10 or newer; add a step with actions/setup-python"
  exit 1
fi
"$programs/python" -m pip install --quiet --disable-pip-version-check "cloudfront-lint${VERSION:+==${VERSION#v}}"
echo "$programs" >>"$GITHUB_PATH"
