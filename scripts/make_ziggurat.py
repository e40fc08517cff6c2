#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints src/engine/ziggurat_table.h: the layers of the exponential ziggurat.

usage: scripts/make_ziggurat.py >src/engine/ziggurat_table.h

256 layers of equal area under exp(-x) (Marsaglia and Tsang, "The ziggurat method for
generating random variables", 2000). Layer 0 is the base strip with the tail beyond
EDGE; layer i >= 1 reaches from 0 to edge i. Worked out with 60 decimal digits.
"""
from decimal import Decimal, getcontext

getcontext().prec = 60
LAYERS = 256


def edges(right):
    """Edges from the outermost inwards, and what is missing at the top of the curve."""
    area = right * (-right).exp() + (-right).exp()
    found = [right]
    for _ in range(LAYERS - 2):
        height = area / found[-1] + (-found[-1]).exp()
        if height >= 1:
            return found, area, Decimal(1)
        found.append(-height.ln())
    return found, area, area / found[-1] + (-found[-1]).exp() - 1


def main():
    low, high = Decimal(7), Decimal(8)
    for _ in range(120):
        middle = (low + high) / 2
        if edges(middle)[2] > 0:
            low = middle
        else:
            high = middle
    found, area, _ = edges(high)
    widths = [area / (-high).exp()] + found + [Decimal(0)]
    heights = [(-width).exp() for width in widths]
    print("/* SPDX-License-Identifier: Apache-2.0")
    print(" *")
    print(" * Made by scripts/make_ziggurat.py; included by ziggurat.c only.")
    print(" */")
    print("#ifndef BW_ENGINE_ZIGGURAT_TABLE_H")
    print("#define BW_ENGINE_ZIGGURAT_TABLE_H")
    print()
    print('#include "engine/ziggurat.h"')
    print()
    print(f"#define EDGE {float(high).hex()}")
    print()
    print("/* clang-format off */")
    print("/* Width and height at the edge of each layer; scale is width * 2^-53. */")
    print("const struct bw_ziggurat_layer bw_ziggurat_layers[BW_ZIGGURAT_LAYERS] = {")
    for i in range(LAYERS):
        inner = widths[i + 1] / widths[i] * 2 ** 53
        print("    {%d, %s, %s}," % (int(inner), float(widths[i] / 2 ** 53).hex(),
            float(heights[i]).hex()))
    print("};")
    print("/* clang-format on */")
    print()
    print("#endif")


if __name__ == "__main__":
    main()
