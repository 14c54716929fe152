"""What a model says of values beside their types: enumerations, patterns, bounds, unions."""

import re

# Java's classes of letters, in Python's words.
CLASSES = {r"\p{L}": r"\w", r"\p{Z}": r"\s", r"\p{N}": r"\d", r"\p{IsLetter}": r"\w", r"\p{M}": "", r"\p{ASCII}": r"\x00-\x7f"}


def constraints(shape, value, path="$"):
    """Yields (what is wrong, value) for each value that the model does not allow."""
    if value is None:
        return
    if shape.type_name == "structure" and isinstance(value, dict):
        yield from _structure(shape, value, path)
    elif shape.type_name == "list" and isinstance(value, list):
        yield from _bounds(shape, len(value), path, "elements")
        for each in value:
            yield from constraints(shape.member, each, f"{path}[]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, each in value.items():
            yield from constraints(shape.key, key, f"{path}.keys")
            yield from constraints(shape.value, each, f"{path}{{}}")
    elif shape.type_name == "string" and isinstance(value, str):
        yield from _string(shape, value, path)
    elif shape.type_name in ("integer", "long", "float", "double") and isinstance(value, (int, float)):
        yield from _bounds(shape, value, path, "")


def _structure(shape, value, path):
    if shape.is_tagged_union and len(value) != 1:
        yield f"{path}: a union with other than one member", value
    for name, each in value.items():
        if name in shape.members:
            yield from constraints(shape.members[name], each, f"{path}.{name}")


def _string(shape, value, path):
    if shape.enum and value not in shape.enum:
        yield f"{path}: not one of the model's values", value
    pattern = shape.metadata.get("pattern")
    if pattern and not _matches(pattern, value):
        yield f"{path}: not of the pattern {pattern}", value
    yield from _bounds(shape, len(value), path, "characters")


def _matches(pattern, value):
    for theirs, ours in CLASSES.items():
        pattern = pattern.replace(theirs, ours)
    # Smithy's patterns are found anywhere unless they are anchored; botocore's models anchor what they mean to.
    return re.search(pattern, value, re.S) is not None


def _bounds(shape, amount, path, unit):
    for name, wrong in (("min", amount.__lt__), ("max", amount.__gt__)):
        bound = shape.metadata.get(name)
        if bound is not None and wrong(bound) is True:
            yield f"{path}: {name} {bound} {unit}".rstrip(), amount
