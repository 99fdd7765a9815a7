"""Pictures for the demo where there are no camera files: simple things on a table, each as large as a phone's photo."""

import colorsys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

SIZE = (2400, 1800)


def draw(folder: Path, count: int = 8) -> list[Path]:
    """Write `count` JPEG files, with a place in their metadata that must not survive."""
    folder.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[0x0112] = 1
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 53.0, 24.0), 3: "E", 4: (10.0, 31.0, 12.0)})
    files = []
    for number in range(count):
        file = folder / f"ting-{number + 1}.jpg"
        thing(number).save(file, "JPEG", quality=88, exif=exif)
        files.append(file)
    return files


def thing(number: int) -> Image.Image:
    """A coloured chair, shelf, lamp or box before a wall."""
    wall = Image.linear_gradient("L").resize(SIZE).point(lambda value: 200 + value // 6)
    image = Image.merge("RGB", (wall, wall, wall.point(lambda value: value - 12)))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 1300, *SIZE), fill=(168, 140, 110))
    colour = tuple(round(part * 255) for part in colorsys.hsv_to_rgb(number * 0.13 % 1, 0.55, 0.75))
    dark = tuple(part * 2 // 3 for part in colour)
    shapes = (_chair, _shelf, _lamp, _box)
    shapes[number % len(shapes)](pen, colour, dark)
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _chair(pen: ImageDraw.ImageDraw, colour: tuple[int, ...], dark: tuple[int, ...]) -> None:
    pen.rounded_rectangle((850, 350, 1500, 980), 40, fill=colour)
    pen.rounded_rectangle((780, 950, 1620, 1080), 30, fill=dark)
    for x in (810, 1530):
        pen.rectangle((x, 1080, x + 60, 1550), fill=dark)


def _shelf(pen: ImageDraw.ImageDraw, colour: tuple[int, ...], dark: tuple[int, ...]) -> None:
    pen.rectangle((700, 250, 1700, 1520), fill=dark)
    for row in range(4):
        pen.rectangle((740, 290 + row * 308, 1660, 560 + row * 308), fill=colour)


def _lamp(pen: ImageDraw.ImageDraw, colour: tuple[int, ...], dark: tuple[int, ...]) -> None:
    pen.polygon(((950, 300), (1450, 300), (1650, 800), (750, 800)), fill=colour)
    pen.rectangle((1170, 800, 1230, 1450), fill=dark)
    pen.ellipse((950, 1400, 1450, 1560), fill=dark)


def _box(pen: ImageDraw.ImageDraw, colour: tuple[int, ...], dark: tuple[int, ...]) -> None:
    pen.rounded_rectangle((650, 600, 1750, 1500), 50, fill=colour)
    pen.rounded_rectangle((650, 600, 1750, 820), 50, fill=dark)
