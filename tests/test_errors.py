"""What a refusal says, and that it survives copying and pickling."""

import copy
import linecache
import pickle

import pytest

from s2sad.errors import DifferentiationError


def test_it_shows_the_line_with_a_caret_then_why_then_what_to_do():
    error = DifferentiationError(
        "Sorting in place is not known.", "Use np.sort.", filename="heat.py", lineno=3, offset=12,
        text="    return u.sort()\n", calls=['main (File "run.py", line 8)',
                                             'step (File "run.py", line 4)',
                                             'flux (File "flux.py", line 2)'])
    assert str(error) == """\
File "heat.py", line 3, column 12
    return u.sort()
           ^
Sorting in place is not known.
Use np.sort.
  reached through main (File "run.py", line 8)
  reached through step (File "run.py", line 4)
  reached through flux (File "flux.py", line 2)"""


@pytest.mark.parametrize("text, offset, lead", [
    ("x = y", 1, ""),
    ("x = y", 5, "    "),
    ("\tx = y", 6, "    "),                      # indentation is cut away
    ("x\t= y", 5, " \t  "),                      # a tab stays a tab
    ("温 = y", 5, "     "),                       # a wide character takes two columns
    ("e\u0301 = y", 6, "    "),                  # a combining one takes none
    ("    x = y", 2, ""),                        # within the indentation
    ("x = y", 0, ""),
    ("x = y", 9, "     "),                       # behind the end
])
def test_the_caret_stands_under_its_column(text, offset, lead):
    error = DifferentiationError("Why.", "What.", filename="f.py", lineno=1, offset=offset,
                                 text=text)
    assert str(error).split("\n")[2] == f"    {lead}^"


@pytest.mark.parametrize("place, shown", [
    ({}, "Why.\nWhat."),
    ({"filename": "nowhere.py"}, 'File "nowhere.py"\nWhy.\nWhat.'),
    ({"filename": "nowhere.py", "lineno": 7}, 'File "nowhere.py", line 7\nWhy.\nWhat.'),
    ({"filename": "nowhere.py", "lineno": 7, "offset": 2},
     'File "nowhere.py", line 7, column 2\nWhy.\nWhat.'),
    ({"filename": "nowhere.py", "lineno": 7, "offset": 1, "text": "   \n"},
     'File "nowhere.py", line 7, column 1\nWhy.\nWhat.'),
])
def test_what_is_not_known_is_left_out(place, shown):
    assert str(DifferentiationError("Why.", "What.", **place)) == shown


def test_no_advice():
    assert str(DifferentiationError("Why.")) == "Why."


def test_the_text_comes_from_the_file(tmp_path):
    path = tmp_path / "f.py"
    path.write_text("a = 1\nb = 2\n")
    error = DifferentiationError("Why.", "What.", filename=path, lineno=2, offset=5)
    assert error.text == "b = 2"
    assert f'File "{path}", line 2, column 5\n    b = 2\n        ^\n' in str(error)


def test_the_text_comes_from_a_notebook_cell(monkeypatch):
    monkeypatch.setitem(linecache.cache, "<cell 1>", (6, None, ["a = 1\n"], "<cell 1>"))
    assert DifferentiationError("Why.", "What.", filename="<cell 1>", lineno=1).text == "a = 1"


class Special(DifferentiationError):
    pass


@pytest.mark.parametrize("again", [
    copy.copy, copy.deepcopy, *(lambda error, protocol=protocol: pickle.loads(
        pickle.dumps(error, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1))])
@pytest.mark.parametrize("cls", [DifferentiationError, Special])
def test_it_copies_and_pickles(cls, again):
    error = cls("Why.", "What.", filename="f.py", lineno=1, offset=2, text="abc", calls=["g"])
    error.add_note("a note")
    twin = again(error)
    assert type(twin) is cls
    assert str(twin) == str(error)
    assert twin.args == ("Why.",)
    assert vars(twin) == vars(error)


def test_it_is_an_exception_with_its_reason():
    with pytest.raises(DifferentiationError, match="Why"):
        raise DifferentiationError("Why.", "What.")
