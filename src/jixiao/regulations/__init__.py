"""The law as dated, cited data (规范性文件与参数).

`texts/` holds what each instrument (规范性文件) says, in our own words and with a mark of how well
it is known; `parameters/` holds each number a check uses, by fiscal year and place, with its
source. Both are compiled into `compiled.json` by `python -m jixiao.regulations.compile`; a running
program reads nothing else.
"""

from jixiao.regulations.parameter import (
    Band,
    LightBounds,
    Norms,
    Parameter,
    ParameterError,
    ReviewPoints,
    SatisfactionScale,
    SecrecyTerm,
    WeightTemplate,
    band_of,
    norms_for,
    parameter,
    parameters,
    source_of,
)
from jixiao.regulations.regulation import (
    Instrument,
    Mark,
    Provision,
    UnknownInstrumentError,
    UnknownProvisionError,
    instrument,
    instruments,
    provision,
    provisions,
)

__all__ = [
    "Band",
    "Instrument",
    "LightBounds",
    "Mark",
    "Norms",
    "Parameter",
    "ParameterError",
    "Provision",
    "ReviewPoints",
    "SatisfactionScale",
    "SecrecyTerm",
    "UnknownInstrumentError",
    "UnknownProvisionError",
    "WeightTemplate",
    "band_of",
    "instrument",
    "instruments",
    "norms_for",
    "parameter",
    "parameters",
    "provision",
    "provisions",
    "source_of",
]
