#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Opens a result file as other programs do: xarray with both engines, ncdump, h5dump.

Usage: check_xarray.py PROGRAM, where PROGRAM FILE writes the made-up result file.
Exits with 77 (skipped) where the Python packages are missing.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import warnings

try:
    import h5netcdf  # noqa: F401
    import h5py
    import netCDF4  # noqa: F401
    import numpy as np
    import xarray as xr
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

DIMENSIONS = {
    None: {"point": 4, "replication": 5},
    "demand": {"point": 4, "replication": 5, "element": 2},
    "stock": {"point": 4, "replication": 5, "element": 3},
    "resource": {"point": 4, "replication": 5, "element": 2},
    "step": {"point": 4, "replication": 5, "element": 3},
    "lane": {"point": 4, "replication": 5, "element": 2},
    "ledger": {"point": 4, "replication": 5, "element": 1},
    "fleet": {"point": 4, "replication": 5, "element": 1},
    "dock": {"point": 4, "replication": 5, "element": 1},
    "pool": {"point": 4, "replication": 5, "element": 1},
    "space": {"point": 4, "replication": 5, "element": 1},
    "hub": {"point": 4, "replication": 5, "element": 1},
    "forecast": {"point": 4, "replication": 5, "element": 1},
    "returns": {"point": 4, "replication": 5, "element": 1},
    "scan": {"point": 4, "replication": 5, "element": 1},
    "payer": {"point": 4, "replication": 5, "element": 1},
    "budget": {"point": 4, "replication": 5, "element": 1},
    "packaging": {"point": 4, "replication": 5, "element": 1},
    "lane_leg": {"point": 4, "replication": 5, "element": 1},
    "contract": {"point": 4, "replication": 5, "element": 1},
    "equipment": {"point": 4, "replication": 5, "element": 1},
    "grid": {"point": 4, "replication": 5, "element": 1},
    "trial": {"point": 4, "replication": 5, "element": 1},
    "trial_site": {"point": 4, "replication": 5, "element": 1},
    "supply": {"point": 4, "replication": 5, "element": 1},
    "recipe": {"point": 4, "replication": 5, "element": 1},
    "attribution": {"point": 4, "replication": 5, "cell": 56},
    "bottleneck": {"point": 4, "rank": 10},
    "series": {"point": 4, "replication": 5, "week": 26},
    "series_demand": {"point": 4, "replication": 5, "element": 2, "week": 26},
    "series_trial": {"point": 4, "replication": 5, "element": 1, "week": 26},
    "quantiles": {"point": 4, "replication": 5, "demand": 2, "probability": 23},
    "paired": {"point": 4, "metric": 3},
    "input": {"row": 4},
}


def check_group(dataset, group, raw):
    """Dimensions, labels, units and types of one group."""
    assert dict(dataset.sizes) == DIMENSIONS[group], (group, dict(dataset.sizes))
    for name, variable in dataset.variables.items():
        place = (group, name)
        assert variable.attrs.get("long_name"), place
        if name != "week":
            assert variable.attrs.get("units"), place
        assert variable.dtype.kind in "fiuUOM", place
        # Durations stay numbers: xarray leaves the unit "d" alone.
        if variable.attrs.get("units") == "d":
            assert variable.dtype == np.float64, place
        assert name.isidentifier(), place
    names = set(raw) - set(dataset.variables)
    assert not {n for n in names if isinstance(raw[n], h5py.Dataset)}, names


def check_values(path, engine, raw):
    """Figures against a computation of our own, labels, decoded dates."""
    with xr.open_dataset(path, engine=engine) as root:
        assert root.attrs["Conventions"] == "CF-1.10"
        assert root.attrs["title"].startswith("Impfstoff für Mainz"), root.attrs["title"]
        assert root.attrs["endpoint"] == "flow_time_without_store"
        assert int(root.attrs["seed"]) == 2**64 - 1
        assert str(root.point_label.values[0]) == "base"
        assert root["lead_time_order"].attrs["metric_name"] == "lead_time.order"
        assert "factor_safety" in root["lead_time"].coords
        assert list(root.factor_safety.values) == [15000, 20000, 25000, 30000]
        assert root.factor_safety.attrs["units"] == "vial"
    with xr.open_dataset(path, engine=engine, group="stock") as stock:
        stock.load()
        assert "sites.mainz.stock.vial" in list(stock.element.values)
        one = stock.sel(element="sites.depot.stock.vial")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for name in ("on_hand", "fill_rate"):
                values = one[name]
                assert np.allclose(
                    values.mean("replication"), one[name + "_mean"], equal_nan=True)
                count = values.notnull().sum("replication")
                assert (count == one[name + "_n"]).all()
                student = xr.where(count == 5, 2.776445105, 3.182446305)
                width = student * values.std("replication", ddof=1) / np.sqrt(count)
                assert np.allclose(width, one[name + "_half_width"])
        assert int(stock.fill_rate.isnull().sum()) > 0
        assert int(stock.fill_rate_n.min()) == 0
        assert stock.on_hand.to_dataframe().shape[0] == 60
    with xr.open_dataset(path, engine=engine, group="series") as series:
        weeks = series.week.values
        assert weeks[0] == np.datetime64("2026-01-05")
        assert weeks[1] == np.datetime64("2026-01-12")
        assert series.sel(week="2026-01-12").lead_time.shape == (4, 5)
    with xr.open_dataset(path, engine=engine, group="paired") as paired:
        verdict = paired.verdict
        meanings = verdict.attrs["flag_meanings"].split()
        assert len(meanings) == len(verdict.attrs["flag_values"])
        assert meanings[int(verdict[0, 0])] == "base"
        assert list(paired.metric_unit.values) == ["d", "d", "EUR"]
    with xr.open_dataset(path, engine=engine, group="input") as rows:
        assert list(rows.mark.values) == ["A", "S", "K", ""]
        assert rows.source.values[2] == 'expert, "QA & QC" <lab>'
    assert raw["stock/on_hand"].fletcher32 and raw["stock/on_hand"].shuffle


def check_tools(path):
    """The command-line readers, where installed."""
    for command in (["ncdump", path], ["h5dump", "-H", path]):
        if shutil.which(command[0]):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    if shutil.which("ncdump"):
        head = subprocess.run(
            ["ncdump", "-h", path], check=True, capture_output=True, text=True).stdout
        assert "phony_dim" not in head


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "r.h5")
        subprocess.run([sys.argv[1], path], check=True)
        with h5py.File(path, "r") as raw:
            groups = {name for name in raw if isinstance(raw[name], h5py.Group)}
            assert groups == {name for name in DIMENSIONS if name}, groups
            for engine in ("netcdf4", "h5netcdf"):
                for group in DIMENSIONS:
                    with xr.open_dataset(path, engine=engine, group=group) as dataset:
                        check_group(dataset, group, raw[group or "/"])
                check_values(path, engine, raw)
        check_tools(path)
        # Other programs may add to it: that needs creation order.
        with netCDF4.Dataset(path, "a") as appended:
            appended.setncattr("comment", "added")
    print("all groups read with both engines")


main()
