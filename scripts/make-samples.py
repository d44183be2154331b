#!/usr/bin/env python3
"""Makes samples/recordings/*.csv from the source data, reproducibly, with the standard library only.

    scripts/make-samples.py [SOURCE [TARGET]]     default: ../shared/meterdata samples/recordings
    scripts/make-samples.py --check [SOURCE]      makes them again elsewhere and compares

What is done to the data (samples/README.md says it in words, samples/LICENCES.md names the sources):
a span of whole weeks without a hole is cut out, time stamps become the local standard time of the source,
watts become watt-hours by cumulative rounding. No value is invented: a span that needs one is refused.
"""

import csv
import datetime as dt
import gzip
import pathlib
import sys
import tempfile

HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(weeks=1)


class Source:
    """One kind of source: where its files are and what its time stamps mean."""

    def __init__(self, name, licence, attribution, step, local_minus_label):
        self.name = name
        self.licence = licence
        self.attribution = attribution
        self.step = step
        self.local_minus_label = local_minus_label  # local standard time minus the label in the source file


SGSC = Source(
    "Smart-Grid Smart-City Customer Trial", "CC BY 3.0 AU",
    "Ausgrid and the Australian Government, data.gov.au", dt.timedelta(minutes=30), 10 * HOUR)
REFIT = Source(
    "REFIT Electrical Load Measurements", "CC BY 4.0",
    "D. Murray, L. Stankovic, V. Stankovic, University of Strathclyde", dt.timedelta(minutes=15), 0 * HOUR)
UKDALE = Source(
    "UK-DALE", "CC BY 4.0",
    "J. Kelly, W. Knottenbelt, Imperial College London", dt.timedelta(minutes=15), 0 * HOUR)
IDEAL = Source(
    "IDEAL Household Energy Dataset", "CC BY 4.0",
    "M. Pullinger et al., University of Edinburgh", dt.timedelta(minutes=15), 0 * HOUR)

# recording, first day (local standard time, 00:00), whole weeks
FLATS = [
    ("SGSC_10006414", "2012-10-01", 34), ("SGSC_10006664", "2012-06-04", 17), ("SGSC_10006684", "2012-06-04", 51),
    ("SGSC_10006694", "2012-06-04", 27), ("SGSC_10017472", "2012-10-15", 32), ("SGSC_10017478", "2012-11-05", 29),
    ("SGSC_10017516", "2012-05-28", 21), ("SGSC_10017550", "2012-06-04", 51), ("SGSC_10017572", "2012-12-10", 24),
    ("SGSC_10017626", "2012-06-11", 50), ("SGSC_10017650", "2012-05-28", 20), ("SGSC_10017756", "2012-04-30", 47),
    ("SGSC_10017800", "2012-06-11", 50), ("SGSC_10017846", "2012-05-28", 22), ("SGSC_10017858", "2012-11-05", 29),
    ("SGSC_10017886", "2012-11-19", 27), ("SGSC_10017888", "2012-10-15", 32), ("SGSC_10017898", "2012-06-04", 37),
    ("SGSC_10017932", "2012-10-08", 33), ("SGSC_10017958", "2012-06-04", 51), ("SGSC_10018012", "2012-10-08", 33),
    ("SGSC_10018016", "2012-11-19", 27), ("SGSC_10018060", "2012-06-04", 51), ("SGSC_10018068", "2012-11-05", 29),
    ("SGSC_10018232", "2012-06-04", 51), ("SGSC_10018236", "2012-11-19", 27),
]

# recording, source, months, first day, whole weeks. The spans lie between the holes that the source fills with
# zeros or with its last value (the house's own meter reads 0 W, or the same watts for hours).
HOMES = [
    ("REFIT_House2", REFIT, ["2014-05", "2014-06", "2014-07"], "2014-05-12", 8),
    ("REFIT_House20", REFIT, ["2014-03", "2014-04", "2014-05", "2014-06"], "2014-03-31", 12),
    ("UKDALE_House2", UKDALE, ["2013-05", "2013-06", "2013-07", "2013-08"], "2013-05-27", 10),
    ("IDEAL_House65", IDEAL, ["2017-06"], "2017-06-08", 3),
]

LONGEST_FROZEN_RUN = 24  # equal values of the main meter in a row; more is a logger that stood still


def parse_label(text):
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def rows(path):
    with gzip.open(path, "rt", encoding="ascii", newline="") as text:
        yield from csv.reader(text)


def cut(recording, values_at, first_day, weeks, source):
    """The span's values by interval; refuses a span with a hole or with a frozen logger."""
    first = dt.datetime.fromisoformat(first_day)
    count = weeks * (WEEK // source.step)
    span = []
    for i in range(count):
        at = first + i * source.step
        if at not in values_at:
            raise SystemExit(f"{recording}: no complete value for the interval that starts {at}; choose another span")
        span.append(values_at[at])
    run = 0
    for i, values in enumerate(span):
        run = run + 1 if i and values[0] == span[i - 1][0] else 1
        if run > LONGEST_FROZEN_RUN:
            raise SystemExit(f"{recording}: the same value {run} times in a row at {first + i * source.step}")
    return span


def flat(source_dir, recording, first_day, weeks):
    values_at = {}
    body = rows(source_dir / "sgsc_30min" / f"{recording}.csv.gz")
    assert next(body) == ["meter_id", "ts_utc", "kwh"]
    for _, label, kwh in body:
        wh = round(float(kwh) * 1000)
        if abs(wh - float(kwh) * 1000) > 1e-6:
            raise SystemExit(f"{recording}: {kwh} kWh at {label} is not a whole number of Wh")
        values_at[parse_label(label) + SGSC.local_minus_label] = (wh,)
    return ["main"], cut(recording, values_at, first_day, weeks, SGSC), []


def home(source_dir, recording, source, months, first_day, weeks):
    values_at = {}
    names = None
    for month in months:
        body = rows(source_dir / "appliances_15min" / f"{recording}_{month}_W.csv.gz")
        header = next(body)
        assert header[0] == "ts_utc" and header[1] == "Aggregate_W" and header[-1] == "valid_minutes", header
        if names not in (None, header):
            raise SystemExit(f"{recording}: columns differ between months")
        names = header
        for row in body:
            if row[-1] == "15" and all(row[1:-1]):
                values_at[parse_label(row[0]) + source.local_minus_label] = tuple(int(w) for w in row[1:-1])
    watts = cut(recording, values_at, first_day, weeks, source)
    if any(values[0] == 0 for values in watts):
        raise SystemExit(f"{recording}: the main meter reads 0 W somewhere, which this source does for a hole")
    energy, raised = watt_hours(watts)
    channels = ["main"] + [name.removesuffix("_W").lower() for name in names[2:-1]]
    return channels, energy, raised


def watt_hours(watts):
    """Mean watts of a quarter hour to Wh by cumulative rounding, so that no energy is lost.

    The main channel is the sum of what the appliances used and of the rest, each rounded on its own: it is never
    less than its appliances. Where the source's own main meter reads a few watts less than its appliances together
    (which it does where one of them alone sets it), the rest is 0; these intervals are counted in the file's header.
    """
    totals = [0] * len(watts[0])  # running watt-quarters: [rest, appliance 1, ...]
    energy = []
    raised = []
    for main, *appliances in watts:
        rest = main - sum(appliances)
        if rest < 0:
            raised.append(-rest)
        parts = []
        for channel, watt in enumerate([max(rest, 0)] + appliances):
            before = totals[channel] // 4
            totals[channel] += watt
            parts.append(totals[channel] // 4 - before)
        energy.append((sum(parts), *parts[1:]))
    return energy, raised


def write(target, recording, source, first_day, weeks, channels, energy, raised):
    minutes = source.step // dt.timedelta(minutes=1)
    per_day = dt.timedelta(days=1) // source.step
    first = dt.datetime.fromisoformat(first_day)
    lines = [
        "# format: meterhaus-recording-1",
        f"# recording: {recording}",
        f"# source: {source.name}",
        f"# attribution: {source.attribution}",
        f"# licence: {source.licence}",
        f"# interval: PT{minutes}M",
        f"# weeks: {weeks}",
        f"# channels: {' '.join(channels)}",
    ]
    if raised:
        lines.append(f"# raised: main raised to its appliances in {len(raised)} intervals, by {sum(raised) / 4:g} Wh in all")
    lines.append("# line: day in local standard time, channel, Wh of each interval from 00:00 (time stamps are interval starts)")
    for day in range(weeks * 7):
        date = (first + dt.timedelta(days=day)).date().isoformat()
        for channel in range(len(channels)):
            values = (str(row[channel]) for row in energy[day * per_day : (day + 1) * per_day])
            lines.append(f"{date},{channel},{','.join(values)}")
    path = target / f"{recording}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
    return path


def make(source_dir, target):
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for recording, first_day, weeks in FLATS:
        made.append(write(target, recording, SGSC, first_day, weeks, *flat(source_dir, recording, first_day, weeks)))
    for recording, source, months, first_day, weeks in HOMES:
        parts = home(source_dir, recording, source, months, first_day, weeks)
        made.append(write(target, recording, source, first_day, weeks, *parts))
    return made


def main(arguments):
    root = pathlib.Path(__file__).resolve().parent.parent
    check = "--check" in arguments
    places = [pathlib.Path(a) for a in arguments if a != "--check"]
    source_dir = places[0] if places else root.parent / "shared" / "meterdata"
    committed = root / "samples" / "recordings"
    if not source_dir.is_dir():
        raise SystemExit(f"no source data at {source_dir}")
    if check:
        with tempfile.TemporaryDirectory() as scratch:
            made = make(source_dir, pathlib.Path(scratch))
            wrong = [p.name for p in made
                     if not (committed / p.name).is_file() or p.read_bytes() != (committed / p.name).read_bytes()]
            extra = {p.name for p in committed.glob("*")} - {p.name for p in made}
        if wrong or extra:
            raise SystemExit(f"differ: {sorted(wrong)}; not made here: {sorted(extra)}")
        print(f"{len(made)} recordings are what the sources give")
        return
    made = make(source_dir, places[1] if len(places) > 1 else committed)
    print(f"{len(made)} recordings, {sum(p.stat().st_size for p in made):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
