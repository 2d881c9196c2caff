"""How large, long and fast a film may be; docs/howto/limits.md lists every one of these."""

GIB = 1024**3

FILM_MAX_BYTES = 1 * GIB
FILM_MAX_S = 600
FILM_MAX_LONG_SIDE_PX = 4096
FILM_MAX_SHORT_SIDE_PX = 2304
FILM_MAX_FPS = 240
FILM_MAX_FRAMES = 18_000
FILM_MAX_CPU_S = 3600
