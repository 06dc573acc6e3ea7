"""Says as JSON what the netCDF library finds in a file: dimensions, attributes, values as they stand. For tests."""
import json
import sys

import netCDF4
import numpy


def plain(value):
    """Whole numbers of 64 bits are texts, and so is what JSON does not know."""
    if isinstance(value, numpy.ndarray):
        return [plain(one) for one in value.tolist()] if value.dtype != numpy.int64 else [plain(one) for one in value]
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, numpy.int64):
        return str(value)
    if isinstance(value, numpy.generic):
        return plain(value.item())
    if isinstance(value, float) and not numpy.isfinite(value):
        return str(value)
    return value


def texts(variable):
    rows = numpy.atleast_2d(variable[...])
    return [b"".join(row).decode() for row in rows.reshape(-1, rows.shape[-1])]


def describe(variable):
    variable.set_auto_maskandscale(False)
    variable.set_auto_chartostring(False)
    is_text = variable.dtype == numpy.dtype("S1")
    return {
        "dimensions": variable.dimensions,
        "type": str(variable.dtype),
        "attributes": {name: plain(variable.getncattr(name)) for name in variable.ncattrs()},
        "values": texts(variable) if is_text else plain(numpy.atleast_1d(variable[...])),
    }


with netCDF4.Dataset(sys.argv[1]) as file:
    json.dump(
        {
            "dimensions": {
                name: {"length": len(one), "unlimited": one.isunlimited()} for name, one in file.dimensions.items()
            },
            "attributes": {name: plain(file.getncattr(name)) for name in file.ncattrs()},
            "variables": {name: describe(one) for name, one in file.variables.items()},
        },
        sys.stdout,
    )
