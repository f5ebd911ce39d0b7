#!/usr/bin/env bash
# Drives Neovim with the settings of docs/editors.md, so that they are known to work.
#
#     editors/neovim/check.sh NVIM CLOUDFRONT_LINT
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$here/../.."
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

mkdir "$folder/programs" "$folder/workspace"
ln -s "$(realpath "$2")" "$folder/programs/cloudfront-lint"
# The first block of Lua under the heading.
# shellcheck disable=SC2016
sed -n '/^## Neovim/,/^## /{/^```lua/,/^```$/{/^```/d;p}}' "$root/docs/editors.md" >"$folder/init.lua"
grep -q cloudfront_lint "$folder/init.lua"
git -C "$folder/workspace" init --quiet
cp "$root/fixtures/sample/broken.xml" "$folder/workspace"
printf '<project><a></project>\n' >"$folder/workspace/other.xml"
printf '{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}\n' >"$folder/workspace/batch.json"

PATH="$folder/programs:$PATH" XDG_STATE_HOME="$folder" XDG_DATA_HOME="$folder" XDG_CACHE_HOME="$folder" \
  "$1" --headless --clean -u "$folder/init.lua" --cmd "let g:workspace = '$folder/workspace'" -c "luafile $here/check.lua" -c "cquit 3"
