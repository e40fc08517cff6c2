#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints src/engine/ziggurat_table.h: the layers of the two ziggurats.

usage: scripts/make_ziggurat.py >src/engine/ziggurat_table.h

256 layers of equal area under exp(-x), and under exp(-x^2/2) for x > 0 (Marsaglia and
Tsang, "The ziggurat method for generating random variables", 2000). Layer 0 is the base
strip with the tail beyond EDGE; layer i >= 1 reaches from 0 to edge i. Worked out with
60 decimal digits.
"""
import textwrap
from decimal import Decimal, getcontext

getcontext().prec = 60
LAYERS = 256
PLACES = {"exponential": 53, "normal": 51}


def exponential(x):
    return (-x).exp()


def exponential_inverse(y):
    return -y.ln()


def exponential_tail(x):
    return (-x).exp()


def normal(x):
    return (-x * x / 2).exp()


def normal_inverse(y):
    return (-2 * y.ln()).sqrt()


def normal_tail(x):
    """Integral of exp(-t^2/2) from x > 2 on: continued fraction of Laplace."""
    fraction = Decimal(0)
    for k in range(2000, 0, -1):
        fraction = k / (x + fraction)
    return normal(x) / (x + fraction)


def edges(right, curve, inverse, tail):
    """Edges from the outermost inwards, the area of a layer, and what is missing at the
    top of the curve."""
    area = right * curve(right) + tail(right)
    found = [right]
    for _ in range(LAYERS - 2):
        height = area / found[-1] + curve(found[-1])
        if height >= 1:
            return found, area, Decimal(1)
        found.append(inverse(height))
    return found, area, area / found[-1] + curve(found[-1]) - 1


def print_table(name, low, high, curve, inverse, tail):
    for _ in range(160):
        middle = (low + high) / 2
        if edges(middle, curve, inverse, tail)[2] > 0:
            low = middle
        else:
            high = middle
    found, area, _ = edges(high, curve, inverse, tail)
    widths = [area / curve(high)] + found + [Decimal(0)]
    heights = [curve(width) for width in widths]
    heights[0] = heights[1]
    bits = PLACES[name]
    inner = [str(int(widths[i + 1] / widths[i] * 2 ** bits)) for i in range(LAYERS)]
    scale = [float(widths[i] / 2 ** bits).hex() for i in range(LAYERS)]
    print(f"#define {name.upper()}_EDGE {float(high).hex()}")
    print()
    print(f"const struct bw_ziggurat bw_ziggurat_{name}_table = {{")
    height = [float(height).hex() for height in heights]
    for field, values in ("inner", inner), ("scale", scale), ("height", height):
        print(f"    .{field} = {{")
        print(textwrap.fill(", ".join(values) + "},", 88, initial_indent=" " * 8,
            subsequent_indent=" " * 8))
    print("};")
    print()


def main():
    print("/* SPDX-License-Identifier: Apache-2.0")
    print(" *")
    print(" * Made by scripts/make_ziggurat.py; included by ziggurat.c only.")
    print(" */")
    print("#ifndef BW_ENGINE_ZIGGURAT_TABLE_H")
    print("#define BW_ENGINE_ZIGGURAT_TABLE_H")
    print()
    print('#include "engine/ziggurat.h"')
    print()
    print("/* clang-format off */")
    print_table("exponential", Decimal(7), Decimal(8), exponential, exponential_inverse,
        exponential_tail)
    print_table("normal", Decimal(3), Decimal(4), normal, normal_inverse, normal_tail)
    print("/* clang-format on */")
    print("#endif")


if __name__ == "__main__":
    main()
