"""What every answer of the REST interface is made of."""

from ninja import Schema
from pydantic import ConfigDict


class Answer(Schema):
    """Reads the records of the use cases as they are."""

    model_config = ConfigDict(from_attributes=True)
