"""A phone's GPX of a run, so that the sample has a duplicate to link."""

from datetime import datetime, timedelta

from midstance.app.sample.seconds import RecordedSeconds

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="Sample phone" xmlns="http://www.topografix.com/GPX/1/1">\n'
    "<trk><name>Phone in the pocket</name><type>running</type><trkseg>\n"
)


def write_gpx(start_at: datetime, seconds: RecordedSeconds, *, every_s: int = 3) -> bytes:
    """The same run as a phone saw it: position and height only, every third second."""
    if seconds.latitude_deg is None or seconds.longitude_deg is None or seconds.altitude_m is None:
        return (HEAD + "</trkseg></trk></gpx>\n").encode()
    points = "".join(
        f'<trkpt lat="{seconds.latitude_deg[i]:.7f}" lon="{seconds.longitude_deg[i]:.7f}">'
        f"<ele>{seconds.altitude_m[i]:.1f}</ele>"
        f"<time>{(start_at + timedelta(seconds=i)).strftime('%Y-%m-%dT%H:%M:%SZ')}</time></trkpt>\n"
        for i in range(4, seconds.distance_m.size, every_s)
    )
    return (HEAD + points + "</trkseg></trk></gpx>\n").encode()
