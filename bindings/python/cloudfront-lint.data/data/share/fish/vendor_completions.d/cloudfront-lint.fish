# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cloudfront_lint_global_optspecs
    string join \n color= h/help V/version
end

function __fish_cloudfront_lint_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cloudfront_lint_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cloudfront_lint_using_subcommand
    set -l cmd (__fish_cloudfront_lint_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -s V -l version -d 'Print version'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "check" -d 'Check files, folders, globs, or - for standard input'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "explain" -d 'Explain a rule: why it matters, how to fix it, when to ignore it'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "rules" -d 'List all rules'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "why" -d 'Show everything known about an element'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "versions" -d 'List all API versions and what each one added'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "convert" -d 'Convert between XML, JSON and templates of CloudFormation and Terraform'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "map" -d 'Draw which alias and path pattern leads to which origin, as SVG or for Mermaid'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "upgrade" -d 'Write a document of an old API version for a newer one'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "diff" -d 'Show what changes between two configurations'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "init" -d 'Create a configuration file, and on request a hook and a baseline'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "new-rule" -d 'Create a rule of your own to start with'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "test-rules" -d 'Run the examples of your own rules'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "schema" -d 'Print the schema of the configuration file, of rule files, or of a document'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "man" -d 'Print the man page of the program or of a command'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "lsp" -d 'Start the language server'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l stdin-filename -d 'File name for standard input, shown in the output' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l since -d 'Check only files that changed since the current branch left this branch or commit' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l operation -d 'The request that the document is for [default: inferred]' -r -f -a "create\t''
update\t''
delete\t''"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l previous -d 'The live configuration that the document replaces, or a saved response that contains it; implies an update' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l if-match -d 'The ETag sent with the request; implies an update' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l api-version -d 'Check against this API version instead of the one that the document declares' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l service-model -d 'Extend the newest API version by this service model of an AWS SDK, such as botocore\'s service-2.json.gz; auto finds that of the Python on the PATH' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l select -d 'Only check these rules, by name or glob such as \'alias-*\'' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l group -d 'Also check the rules of these groups, such as security' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l ignore -d 'Do not check these rules, by name or glob' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l baseline -d 'Hide findings recorded in this baseline' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l add-ignore -d 'Suppress all findings with this reason: comments in XML, entries in the configuration for JSON' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l min-severity -d 'Hide findings below this severity [default: advice]' -r -f -a "error\t''
warning\t''
advice\t''"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l fail-on -d 'Exit with 1 if a finding is at least this severe [default: error]' -r -f -a "error\t''
warning\t''
advice\t''
never\t''"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l config -d 'Use this configuration file for everything, instead of the nearest one above each file' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l format -d 'Output format: pretty, concise, agent, json, sarif, github, gitlab, junit, checkstyle, rdjson, html or auto; repeat it as FORMAT=FILE to write more files [default: auto]' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l output-file -d 'Write the findings to this file instead of standard output' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l staged -d 'Check what is staged for the next commit, as staged'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l hook -d 'For hooks: silently skip paths that are not CloudFront documents, even if none is; implies --quiet'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l show-files -d 'List the files that would be checked, without checking'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l watch -d 'Check again whenever a document, the configuration or a rule file changes, until Ctrl-C'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l preview -d 'Also check rules in preview: new ones, which may still change'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l update-baseline -d 'Record all findings in the baseline, and remove fixed ones'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l isolated -d 'Ignore all configuration files'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l show-config -d 'Print the settings that apply to each file, without checking'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l fix -d 'Apply safe fixes and write the files; with -, print the fixed document'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l unsafe-fixes -d 'With --fix or --diff, also apply unsafe fixes: those that may not be what you meant'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l diff -d 'Show what --fix would change, without writing; exit with 1 if something would'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l show-suppressed -d 'List suppressed findings too, with what suppresses them; for json and sarif'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -l statistics -d 'Print the number of findings of each rule instead of the findings'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -s q -l quiet -d 'Print only findings and errors'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand check" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand explain" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand explain" -l config -d 'Use your own rules of this configuration file instead of the nearest one above the current folder' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand explain" -l isolated -d 'Ignore all configuration files'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand explain" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand rules" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand rules" -l format -d 'Output format' -r -f -a "table\t''
json\t''"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand rules" -l config -d 'Use your own rules of this configuration file instead of the nearest one above the current folder' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand rules" -l isolated -d 'Ignore all configuration files'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand rules" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand why" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand why" -l api-version -d 'Show what applies to this API version first' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand why" -l service-model -d 'Extend the newest API version by this service model of an AWS SDK, or auto' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand why" -l config -d 'Use your own rules of this configuration file instead of the nearest one above the current folder' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand why" -l isolated -d 'Ignore all configuration files'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand why" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand versions" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand versions" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand convert" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand convert" -l to -d 'The notation to write' -r -f -a "xml\t''
json\t''
cloudformation\t'A CloudFormation template in YAML'
cloudformation-json\t'A CloudFormation template in JSON'
terraform\t'A Terraform configuration'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand convert" -l api-version -d 'API version to read the document as, and to declare in XML [default: the document\'s own, else the newest]' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand convert" -l resource -d 'Which resource of a template to convert, where there are several' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand convert" -l placeholders -d 'Write the places of values that only a deployment knows, instead of refusing them'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand map" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand map" -l format -d 'How to write the picture' -r -f -a "svg\t''
mermaid\t''"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand map" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand upgrade" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand upgrade" -l to -d 'The API version to write the document for [default: the newest]' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand upgrade" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand diff" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand diff" -l format -d 'How to write the changes' -r -f -a "text\t''
json\t''
markdown\t''"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand diff" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand init" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand init" -l stdout -d 'Print the file instead of writing it'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand init" -l hook -d 'Also create .pre-commit-config.yaml, with the hook for pre-commit'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand init" -l baseline -d 'Also record the findings of all files in a baseline, so that only new ones are reported'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand init" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand new-rule" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand new-rule" -l stdout -d 'Print the rule instead of writing it'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand new-rule" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand test-rules" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand test-rules" -l config -d 'Use this configuration file instead of the nearest one above the current folder' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand test-rules" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand schema" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand schema" -l version -d 'API version whose documents are described; default: the newest' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand schema" -l root -d 'Document that is described: `DistributionConfig` or another name of an outermost element' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand schema" -l format -d 'Schema language of a document' -r -f -a "xsd\t'XML Schema 1.0'
relaxng\t'RELAX NG, XML syntax'
json-schema\t'JSON Schema, draft 7'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand completions" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand completions" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand man" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand man" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand lsp" -l color -d 'When to use colors: auto, always or never; also set by NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t'On a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand lsp" -l config -d 'Use this configuration file for everything, instead of the nearest one above each document' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand lsp" -l baseline -d 'Hide findings recorded in this baseline' -r -F
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand lsp" -l service-model -d 'Extend the newest API version by this service model of an AWS SDK, or auto' -r
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand lsp" -l isolated -d 'Ignore all configuration files'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand lsp" -l stdio -d 'Accepted because many editors pass it'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand lsp" -s h -l help -d 'Print help'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "check" -d 'Check files, folders, globs, or - for standard input'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "explain" -d 'Explain a rule: why it matters, how to fix it, when to ignore it'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "rules" -d 'List all rules'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "why" -d 'Show everything known about an element'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "versions" -d 'List all API versions and what each one added'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "convert" -d 'Convert between XML, JSON and templates of CloudFormation and Terraform'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "map" -d 'Draw which alias and path pattern leads to which origin, as SVG or for Mermaid'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "upgrade" -d 'Write a document of an old API version for a newer one'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "diff" -d 'Show what changes between two configurations'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "init" -d 'Create a configuration file, and on request a hook and a baseline'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "new-rule" -d 'Create a rule of your own to start with'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "test-rules" -d 'Run the examples of your own rules'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "schema" -d 'Print the schema of the configuration file, of rule files, or of a document'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "completions" -d 'Print completions for a shell'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "man" -d 'Print the man page of the program or of a command'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "lsp" -d 'Start the language server'
complete -c cloudfront-lint -n "__fish_cloudfront_lint_using_subcommand help; and not __fish_seen_subcommand_from check explain rules why versions convert map upgrade diff init new-rule test-rules schema completions man lsp help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
