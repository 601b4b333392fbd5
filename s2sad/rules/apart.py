"""What of NumPy is no function of numbers, or is left out: with the reason, by group."""

from s2sad.rules import elementwise, polynomials, products, reductions, sets, shape  # noqa: F401  (theirs come first)
from s2sad.rules.originals import np
from s2sad.rules.registry import REFUSED, RULES, refuse

# Functions that are refused if an argument depends on what is differentiated.
LEFT_OUT = {
    ("it reads or writes bytes or files", "keep it out of what is differentiated"):
        "frombuffer fromfile fromregex fromstring genfromtxt loadtxt load save savetxt savez savez_compressed "
        "memmap packbits unpackbits from_dlpack",
    ("it makes a text of a number", "format numbers outside of what is differentiated"):
        "base_repr binary_repr format_float_positional format_float_scientific",
    ("its elements have names or any type", "use plain arrays of numbers"):
        "recarray record object_ void ndarray",
    ("it makes an iterator over several arrays", "use np.broadcast_arrays"): "broadcast",
}
# No functions of numbers at all.
NO_NUMBERS = {
    "types": "character complexfloating flexible floating generic inexact integer number signedinteger "
             "unsignedinteger str_ bytes_ dtype finfo iinfo flatiter ufunc isdtype",
    "dates": "busday_count busday_offset busdaycalendar datetime64 datetime_as_string datetime_data is_busday "
             "timedelta64",
    "settings and help": "errstate printoptions get_printoptions set_printoptions getbufsize setbufsize geterr "
                         "seterr geterrcall seterrcall get_include info show_config show_runtime test LinAlgError "
                         "deprecate deprecate_with_doc disp lookfor source who add_docstring add_newdoc "
                         "add_newdoc_ufunc byte_bounds safe_eval issubclass_ issubsctype obj2sctype sctype2char "
                         "find_common_type set_numeric_ops set_string_function maximum_sctype cast issctype "
                         "compare_chararrays chararray asfarray_ DataSource tracemalloc_domain fastCopyAndTranspose "
                         "recfromcsv recfromtxt RankWarning format_parser get_array_wrap geterrobj seterrobj string_ "
                         "unicode_",
}
# Methods and attributes of arrays: name -> (why, what to do instead).
METHODS_LEFT_OUT = {
    "resize": ("it changes an array's size in place", "use np.resize"),
    "byteswap": ("it changes the order of bytes", "use .astype"),
    "getfield": ("it reads part of a number's bytes", "use .view or .astype"),
    "setfield": ("it writes part of a number's bytes", "assign to elements"),
    "setflags": ("it changes what may be written to", "copy the array"),
    "to_device": ("it moves an array elsewhere", "keep it where it is"),
    **{name: ("it writes or shows an array's bytes", "keep it out of what is differentiated")
       for name in ("tobytes", "tofile", "dump", "dumps", "data", "ctypes", "strides", "flags", "base")},
}

for (why, instead), names in LEFT_OUT.items():
    for name in names.split():
        function = getattr(np, name, None)
        if function is not None and function not in RULES and function not in REFUSED:
            refuse(function, why, instead)

# What the compiler writes out: what a `for` loop may run over, and calls that become other calls.
WRITTEN_OUT = {np.ndenumerate, np.ndindex, np.vectorize, np.fromiter, np.nditer}
