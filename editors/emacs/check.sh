#!/usr/bin/env bash
# Drives Emacs 29 or newer with the settings of docs/editors.md, so that they are known to work.
#
#     editors/emacs/check.sh EMACS CLOUDFRONT_LINT
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$here/../.."
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

mkdir "$folder/programs" "$folder/workspace"
ln -s "$(realpath "$2")" "$folder/programs/cloudfront-lint"
# The block of Lisp under the heading.
# shellcheck disable=SC2016
sed -n '/^## Emacs/,/^## /{/^```elisp/,/^```$/{/^```/d;p}}' "$root/docs/editors.md" >"$folder/init.el"
grep -q cloudfront-lint "$folder/init.el"
printf '<project><a></a></project>\n' >"$folder/workspace/other.xml"
printf '{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}\n' >"$folder/workspace/batch.json"

PATH="$folder/programs:$PATH" HOME="$folder" WORKSPACE="$folder/workspace" timeout 120 \
  "$1" --batch -Q -l "$folder/init.el" -l "$here/check.el"
