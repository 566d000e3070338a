"""Every kind of visual as a picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from engine.ielts.charts.shipped import charts
from engine.marking.writing.visuals.picture import picture
from engine.marking.writing.visuals.shipped import ShippedPictures

ONE_OF_EACH = [
    "line-working-hours",
    "bar-recycling",
    "pie-jobs",
    "table-parks",
    "mixed-ferries",
    "process-dragonfly",
    "map-farm",
]


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_it_is_a_picture_for_a_phone(name: str) -> None:
    with Image.open(io.BytesIO(picture(charts()[name]))) as drawn:
        assert drawn.format == "PNG"
        assert drawn.width == 990
        assert 350 < drawn.height < 1400
        assert len(drawn.convert("L").getcolors(256) or ()) > 10, "it is not empty in black and white"


def test_a_task_of_the_bank_has_its_picture() -> None:
    pictures = ShippedPictures()
    tasks = pictures.tasks()
    assert len(tasks) == 60
    assert all(task.picture and task.code == "W1A" for task in tasks)
    chosen = next(task for task in tasks if task.id == "chart:pie-jobs")
    drawn, alt = pictures.picture(chosen.id)
    assert drawn.startswith(b"\x89PNG")
    assert alt == pictures.in_words(chosen.id)
    assert "Farming: 1960 39 %" in alt


def test_a_task_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        ShippedPictures().picture("chart:none")
