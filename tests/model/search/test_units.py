"""Units by SI prefixes."""

from decimal import Decimal

import pytest

from lineage.ingest.definitions import shipped
from lineage.model.search.units import convert


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "result"),
    [
        ("200", "kV", "kV", "200"),
        ("200000", "V", "kV", "200"),
        ("0.2", "MV", "kV", "200"),
        ("12.4", "keV", "eV", "12400"),
        ("1", "nm", "Å", "10"),
        ("1.5", "angstrom", "nm", "0.15"),
        ("5", "um", "μm", "5"),
        ("5", "µm", "mm", "0.005"),
        ("3", "m/s", "mm/s", "3000"),
        ("1", "nm*rad", "nm·rad", "1"),
        ("2", "nm^2", "Å²", "200"),
        ("1", "kg/m3", "g/cm³", "0.001"),
        ("7", "Gy/s/mA", "Gy/mA/s", "7"),
        ("40", "%", "%", "40"),
        ("20", "degC", "°C", "20"),
        ("1", "Mphotons/s", "photons/s", None),
        ("1", "keV", "kV", None),
        ("1", "m", "s", None),
        ("1", "m2", "m", None),
        ("1", "mm/s", "mm", None),
        ("1", "pixel", "m", None),
        ("1", "kpixel", "pixel", None),
        ("1", "//", "m", None),
        ("1", "2", "m", None),
    ],
)
def test_a_unit_is_converted_by_powers_of_ten_or_refused(
    value: str, unit: str, wanted: str, result: str | None
) -> None:
    assert convert(Decimal(value), unit, wanted) == (None if result is None else Decimal(result))


def test_every_unit_of_the_definitions_fits_itself() -> None:
    units = {one.units for one in shipped().values() if one.units}

    assert {unit for unit in units if convert(Decimal(3), unit, unit) != 3} == set()
    assert convert(Decimal(1), "m/s", "photons/s") is None
