"""Who recorded a FIT file. The numbers are facts of the FIT format (fitdecode 0.11, MIT)."""

from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.importers.activity import Device
from midstance.importers.fit.columns import Messages
from midstance.importers.fit.decode import FitPart
from midstance.importers.fit.profile import FIRST_ABSOLUTE_TIME

LOCAL, BAROMETER = 5, 4
CREATOR = 0
MANUFACTURERS = MappingProxyType(
    {
        1: "Garmin",
        13: "Dynastream",
        15: "Dynastream",
        23: "Suunto",
        32: "Wahoo",
        70: "Sigma",
        71: "TomTom",
        95: "Stryd",
        123: "Polar",
        258: "Lezyne",
        260: "Zwift",
        265: "Strava",
        267: "Bryton",
        294: "COROS",
        310: "Decathlon",
    }
)


def read_device(part: FitPart) -> Device:
    """Read the device from the file id, and from the device messages where that is silent."""
    file_id, infos = part.messages.get("file_id"), part.messages.get("device_info")
    creator = _find_creator(infos)
    manufacturer = _first(file_id, "manufacturer", 0) or _first(infos, "manufacturer", creator)
    product = _first(file_id, "product", 0) or _first(infos, "product", creator)
    serial = _first(file_id, "serial_number", 0) or _first(infos, "serial_number", creator)
    named = _text(file_id, "product_name", 0) or _text(infos, "product_name", creator)
    return Device(
        manufacturer=_name_manufacturer(manufacturer),
        product=named or _digits(product),
        serial=_digits(serial),
        created_s=read_created(part),
        has_barometer=_has_barometer(part),
    )


def read_created(part: FitPart) -> float | None:
    """When the file was begun [s since 1970]; None where the device did not know."""
    created = _first(part.messages.get("file_id"), "time_created", 0)
    return created if created is not None and created >= FIRST_ABSOLUTE_TIME else None


def _find_creator(infos: Messages | None) -> int:
    index = None if infos is None else infos.numbers("device_index")
    if index is None:
        return 0
    found = np.flatnonzero(index == CREATOR)
    return int(found[0]) if found.size else 0


def _has_barometer(part: FitPart) -> bool | None:
    records, infos = part.messages.get("record"), part.messages.get("device_info")
    if records is not None and _any(records.numbers("absolute_pressure")):
        return True
    if infos is None:
        return None
    source, kind = infos.numbers("source_type"), infos.numbers("device_type")
    if source is None or kind is None:
        return None
    return True if ((source == LOCAL) & (kind == BAROMETER)).any() else None


def _any(values: FloatArray | None) -> bool:
    return values is not None and bool(np.isfinite(values).any())


def _first(messages: Messages | None, name: str, row: int) -> float | None:
    values = None if messages is None else messages.numbers(name)
    if values is None or np.isnan(values[row]):
        return None
    return float(values[row])


def _text(messages: Messages | None, name: str, row: int) -> str:
    texts = [] if messages is None else messages.texts(name)
    return texts[row].strip() if texts else ""


def _digits(value: float | None) -> str:
    return "" if value is None else str(int(value))


def _name_manufacturer(number: float | None) -> str:
    return "" if number is None else MANUFACTURERS.get(int(number), f"manufacturer {int(number)}")
