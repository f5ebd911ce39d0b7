-- What a user of Neovim sees: the findings of `check`, a quick fix, and all safe fixes at once. Ends
-- Neovim with 0 if it is so.

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then
    error("not seen within 20 seconds: " .. what)
  end
end

local function open(name)
  vim.cmd.edit(vim.g.workspace .. "/" .. name)
  return vim.api.nvim_get_current_buf()
end

local function rules(buffer)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, ("%d:%d %s"):format(diagnostic.lnum + 1, diagnostic.col + 1, diagnostic.code))
  end
  table.sort(found)
  return found
end

--- What `check` finds in a file, in the same words.
local function checked(name)
  local command = { "cloudfront-lint", "check", "--format", "json", vim.g.workspace .. "/" .. name }
  local report = vim.json.decode(vim.system(command):wait().stdout)
  local found = {}
  for _, finding in ipairs(report.files[1].findings) do
    table.insert(found, ("%d:%d %s"):format(finding.start.line, finding.start.column, finding.rule))
  end
  table.sort(found)
  return found
end

local function fails()
  for _, name in ipairs({ "broken.xml", "batch.json" }) do
    local buffer = open(name)
    wait("the findings of " .. name, function()
      return #vim.diagnostic.get(buffer) > 0
    end)
    assert(vim.deep_equal(rules(buffer), checked(name)), vim.inspect({ rules(buffer), checked(name) }))
  end

  local buffer = vim.api.nvim_get_current_buf()
  local at = vim.diagnostic.get(buffer)[1]
  local before = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  vim.api.nvim_win_set_cursor(0, { at.lnum + 1, at.col })
  for _, options in ipairs({
    { apply = true, filter = function(action) return action.isPreferred end },
    { apply = true, context = { only = { "source.fixAll" }, diagnostics = {} } },
  }) do
    vim.lsp.buf.code_action(options)
    wait("the fix", function()
      return #vim.diagnostic.get(buffer) == 0
    end)
    local line = vim.api.nvim_buf_get_lines(buffer, 0, 1, false)[1]
    assert(line:find('"Quantity": 1', 1, true), line)
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, before)
    wait("the finding again", function()
      return #vim.diagnostic.get(buffer) > 0
    end)
  end

  local other = open("other.xml")
  wait("the client", function()
    return #vim.lsp.get_clients({ bufnr = other }) > 0
  end)
  vim.wait(500)
  assert(#vim.diagnostic.get(other) == 0, "another document has findings")
end

local ok, message = xpcall(fails, debug.traceback)
io.stderr:write(ok and "Neovim: as `check`\n" or message .. "\n")
vim.cmd(ok and "qall!" or "cquit 1")
