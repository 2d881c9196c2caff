"""Midstance: the knee coach for runners."""

from importlib.metadata import version

__version__ = version("midstance")
