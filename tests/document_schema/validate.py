"""Validates documents with schemas: lines of JSON with `format`, `schema`, `document` and `valid`.

Prints the cases in which a validator disagrees. Without the packages lxml and jsonschema it exits
with 77.
"""

import json
import sys

try:
    import jsonschema
    from lxml import etree
except ImportError:
    sys.exit(77)

BUILT = {}


def built(case):
    """The validator of a schema."""
    key = (case["format"], case["schema"])
    if key not in BUILT:
        if case["format"] == "json-schema":
            schema = json.loads(case["schema"])
            jsonschema.Draft7Validator.check_schema(schema)
            BUILT[key] = jsonschema.Draft7Validator(schema)
        else:
            tree = etree.fromstring(case["schema"].encode())
            BUILT[key] = etree.XMLSchema(tree) if case["format"] == "xsd" else etree.RelaxNG(tree)
    return BUILT[key]


def problem(case):
    """What a validator says about a document; None if it accepts it."""
    if case["format"] == "json-schema":
        errors = built(case).iter_errors(json.loads(case["document"]))
        return next((error.message for error in errors), None)
    validator = built(case)
    if validator.validate(etree.fromstring(case["document"].encode())):
        return None
    return str(validator.error_log.last_error)


for line in sys.stdin:
    case = json.loads(line)
    found = problem(case)
    if (found is None) != case["valid"]:
        print(case["name"], case["format"], found or "accepts it")
