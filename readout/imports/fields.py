"""One value of a row: as the schema asks for it, or why the corpus's value can't be."""

from dataclasses import dataclass
from typing import Any

from readout.imports.names import Names
from readout.imports.values import Taken
from readout.near import one_of
from readout.schema import Field

TRUE, FALSE = {"true", "yes", "1", "y"}, {"false", "no", "0", "n"}


@dataclass(frozen=True)
class Fitted:
    """A value for a field, or why there is none; `unknown` is the name that a register does not have."""

    value: Any = None
    why: str = ""
    unknown: str = ""


def fit(field: Field, taken: Taken, names: Names) -> Fitted:
    """What was taken from the corpus as the value of a field."""
    # what `values` lacks may name the record itself
    if taken.why and taken.names and field.column and field.column.reference:
        return _reference(field.column.reference, taken.names[0], names)
    if taken.why or not taken.names:
        return Fitted(why=taken.why)
    if field.kind == "words" and field.shape is not None:
        return _list(field, taken, names)
    column = field.column
    if column is None:
        return Fitted(why=f"'{field.name}' can't be imported")
    said = taken.names[0]
    if column.reference:
        return _reference(column.reference, said, names)
    if column.vocabulary is not None:
        return _word(said[0], list(column.vocabulary.meanings))
    if column.boolean:
        word = said[0].lower()
        return (
            Fitted(word in TRUE) if word in TRUE | FALSE else Fitted(why=f"'{said[0][:40]}' is neither true nor false")
        )
    if column.type == "INTEGER":
        return _whole(field, taken, said[0])
    words = said[0] if field.name == "note" else " ".join(said[0].split())
    return Fitted(words or None)


def _reference(table: str, said: tuple[str, ...], names: Names) -> Fitted:
    found = names.find(table, *said)
    if found is not None:
        return Fitted(found)
    why = f"'{said[0][:60]}' is not in {table}" + _maybe(names.near(table, said[0]))
    return Fitted(why=why, unknown=said[0])


def _maybe(near: list[str]) -> str:
    return "; did you mean " + " or ".join(f"'{name}'" for name in near) + "?" if near else ""


def _word(said: str, words: list[str]) -> Fitted:
    same = next((word for word in words if word == said), None)
    same = same or next((word for word in words if word.lower() == said.lower()), None)
    return Fitted(same) if same else Fitted(why=f"'{said[:60]}' is no word of the vocabulary; {one_of(said, words)}")


def _whole(field: Field, taken: Taken, said: str) -> Fitted:
    number = taken.value if isinstance(taken.value, int) else said
    try:
        exact = float(number)
    except ValueError:
        return Fitted(why=f"'{said[:40]}' is no number")
    low, high = field.column.bounds if field.column else (None, None)
    if exact != int(exact) or (low is not None and exact < low) or (high is not None and exact > high):
        return Fitted(why=f"{said[:40]} is no whole number from {low} to {high}; a mapping can say `values` or `scale`")
    return Fitted(int(exact))


def _list(field: Field, taken: Taken, names: Names) -> Fitted:
    shape = field.shape
    assert shape is not None
    inner = shape.fields[shape.key[0]]
    found: list[Any] = []
    for said in taken.names:
        one = fit(inner, Taken(said[0], (said,)), names)
        if one.why:
            return one
        if one.value not in found:
            found.append(one.value)
    return Fitted(found)
