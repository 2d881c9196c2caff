"""A phone's camera beside or behind the runner, and a pose model that trembles."""

from dataclasses import dataclass, replace

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import JOINTS, Keypoints
from validation.gait.recordings import Recording

WIDTH_PX, HEIGHT_PX = 1280, 720
BLUR_SAMPLES = 5
TREMBLE_S, SHAKE_S = 0.1, 0.5


@dataclass(frozen=True)
class Camera:
    """How a clip is filmed.

    Parameters
    ----------
    white_m, slow_m : standard deviations of the joints' noise from picture to picture and of the
        noise that lasts a tenth of a second [m].
    exposure_s, readout_s : exposure of a row; delay of the last row [s].
    blur_noise_frac : noise that the length of the blur adds, in parts of it.
    tilt_deg, distortion : roll; radial distortion at the edge of the picture's height.
    distance_m, camera_m : how far and how high the camera stands [m].
    from_right : filmed from the runner's right side; else from the left.
    behind : filmed from behind her; else from the side.
    passing : she runs over the ground past the camera, which turns after her by `pan_frac` of the
        way and is off by `shake_deg` (standard deviation); else she stays on a treadmill.
    swap_frac : share of pictures in which left and right legs are exchanged.
    lost_frac : share of pictures in which the joints of a leg are not seen.
    """

    name: str
    frame_rate_hz: float = 60.0
    white_m: float = 0.006
    slow_m: float = 0.008
    exposure_s: float = 0.0
    readout_s: float = 0.0
    blur_noise_frac: float = 0.0
    tilt_deg: float = 0.0
    distortion: float = 0.0
    distance_m: float = 4.0
    camera_m: float = 0.9
    from_right: bool = True
    behind: bool = False
    passing: bool = False
    pan_frac: float = 0.0
    shake_deg: float = 0.0
    swap_frac: float = 0.0
    lost_frac: float = 0.0

    def at(self, frame_rate_hz: float) -> "Camera":
        return replace(self, frame_rate_hz=frame_rate_hz)


CLEAN = Camera("noise 6 + 8 mm")
NOISIER = Camera("noise 10 + 15 mm", white_m=0.010, slow_m=0.015)
NOISIEST = Camera("noise 20 + 25 mm", white_m=0.020, slow_m=0.025)
PHONE = Camera(
    "phone: 1/120 s, 10 ms readout, tilt 2 deg, lens",
    exposure_s=1 / 120,
    readout_s=0.010,
    blur_noise_frac=0.1,
    tilt_deg=2.0,
    distortion=-0.03,
)
DIM = Camera(
    "dim gym: 1/40 s, 20 ms readout, tilt 4 deg, lens, noise 10 + 15 mm",
    white_m=0.010,
    slow_m=0.015,
    exposure_s=1 / 40,
    readout_s=0.020,
    blur_noise_frac=0.2,
    tilt_deg=4.0,
    distortion=-0.06,
)
PASSING = Camera("passing: camera stands still, 9 m away", passing=True, distance_m=9.0)
FOLLOWED = Camera(
    "passing: camera turns with her by hand, 7 m away",
    passing=True,
    distance_m=7.0,
    pan_frac=0.95,
    shake_deg=0.7,
)
FOLLOWED_EXACTLY = replace(
    FOLLOWED, name="passing: camera turns with her exactly, 7 m away", pan_frac=1.0, shake_deg=0.0
)
SWAPPED = Camera("legs exchanged in 8 %, lost in 3 %", swap_frac=0.08, lost_frac=0.03)


def film(
    recording: Recording,
    camera: Camera,
    seed: int,
    start_s: float = 0.0,
    end_s: float = np.inf,
) -> Keypoints:
    """The clip's own time starts at 0 when the recording is at `start_s`."""
    rng = np.random.default_rng([seed, recording.runner, int(recording.speed_mps * 10)])
    margin = camera.exposure_s + camera.readout_s
    end = min(end_s, recording.time_s[-1] - margin)
    frames = np.arange(int((end - start_s) * camera.frame_rate_hz)) / camera.frame_rate_hz
    when = np.broadcast_to(frames[:, None] + start_s, (frames.size, len(JOINTS)))
    middle_s = start_s + frames[-1] / 2 if frames.size else start_s
    shake = shake_of(recording, camera, frames.size)

    def look(at_s: FloatArray) -> FloatArray:
        joints = joints_at(recording, at_s)
        if camera.passing:
            joints = pass_by(joints, at_s - middle_s, recording)
        return project(
            joints, recording, camera, turn_of(at_s - middle_s, recording, camera) + shake
        )

    seen = look(when)
    ground = focal_px(recording) * camera.camera_m / camera.distance_m / HEIGHT_PX + 0.5
    rows = np.clip(seen[..., 1] / HEIGHT_PX, 0, 1) - ground  # time stamps are those of the ground
    exposed = when + camera.readout_s * rows
    offsets = (np.arange(BLUR_SAMPLES) + 0.5) / BLUR_SAMPLES - 0.5
    shots = [
        look(exposed + camera.exposure_s * offset)
        for offset in (offsets if camera.exposure_s else (0.0,))
    ]
    blur = np.linalg.norm(shots[-1] - shots[0], axis=-1, keepdims=True)
    clear = np.mean(shots, axis=0)
    scale = focal_px(recording) / camera.distance_m
    noise = tremble(rng, clear.shape, camera, scale)
    noise += camera.blur_noise_frac * blur * rng.standard_normal(clear.shape)
    position, score = confuse(rng, clear + noise, camera)
    return Keypoints(frames, position, score, WIDTH_PX, HEIGHT_PX)


def focal_px(recording: Recording) -> float:
    """The runner fills two thirds of the picture from 4 m."""
    return 0.67 * HEIGHT_PX / recording.height_m * 4.0


def joints_at(recording: Recording, when: FloatArray) -> FloatArray:
    """(frames, joints, 3) at a time of its own for every joint: cubic through the samples."""
    rate = 1 / (recording.time_s[1] - recording.time_s[0])
    place = np.clip(when * rate, 1, recording.time_s.size - 3.001)
    left = place.astype(int)
    t = (place - left)[..., None]
    joint = np.arange(len(JOINTS))[None, :]
    a, b, c, d = (recording.joints_m[left + k, joint] for k in (-1, 0, 1, 2))
    return np.asarray(
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    )


def pass_by(joints: FloatArray, since_s: FloatArray, recording: Recording) -> FloatArray:
    """The same movement over the ground; she is before the camera in the middle of the clip."""
    return joints + (recording.speed_mps * since_s)[..., None] * np.array([1.0, 0.0, 0.0])


def turn_of(since_s: FloatArray, recording: Recording, camera: Camera) -> FloatArray:
    """How far the camera has turned after her [rad]."""
    if not camera.passing:
        return np.zeros_like(since_s)
    return camera.pan_frac * np.arctan2(recording.speed_mps * since_s, camera.distance_m)


def shake_of(recording: Recording, camera: Camera, frames: int) -> FloatArray:
    """(frames, 1) how far a hand that turns the camera is off [rad]."""
    if not camera.shake_deg:
        return np.zeros((frames, 1))
    rng = np.random.default_rng([recording.runner, frames])
    return np.radians(camera.shake_deg) * lasting(rng, (frames, 1), camera, SHAKE_S)


def project(
    joints: FloatArray, recording: Recording, camera: Camera, turn: FloatArray
) -> FloatArray:
    """Pinhole, turn, roll and radial distortion: (frames, joints, 2) [px]."""
    hips = recording.joints_m[:, [JOINTS.index("left_hip"), JOINTS.index("right_hip")]]
    middle = hips.mean(axis=(0, 1))
    ahead, up, right = (joints[..., k] - (middle[k] if k != 1 else 0.0) for k in range(3))
    if camera.behind:
        across, depth = right, camera.distance_m + ahead
    else:
        sign = 1.0 if camera.from_right else -1.0
        across, depth = sign * ahead, camera.distance_m - sign * right
        turn = sign * turn
        across, depth = (
            across * np.cos(turn) - depth * np.sin(turn),
            across * np.sin(turn) + depth * np.cos(turn),
        )
    f = focal_px(recording) / depth
    x, y = f * across, -f * (up - camera.camera_m)
    roll = np.radians(camera.tilt_deg)
    x, y = x * np.cos(roll) - y * np.sin(roll), x * np.sin(roll) + y * np.cos(roll)
    bend = 1 + camera.distortion * (x**2 + y**2) / (HEIGHT_PX / 2) ** 2
    return np.stack((x * bend + WIDTH_PX / 2, y * bend + HEIGHT_PX / 2), axis=-1)


def tremble(
    rng: np.random.Generator, shape: tuple[int, ...], camera: Camera, scale: float
) -> FloatArray:
    white = camera.white_m * rng.standard_normal(shape)
    return scale * (white + camera.slow_m * lasting(rng, shape, camera, TREMBLE_S))


def lasting(
    rng: np.random.Generator, shape: tuple[int, ...], camera: Camera, lasts_s: float
) -> FloatArray:
    """Noise of unit spread that lasts a while."""
    keep = np.exp(-1 / (camera.frame_rate_hz * lasts_s))
    drive = rng.standard_normal(shape) * np.sqrt(1 - keep**2)
    drive[:1] /= np.sqrt(1 - keep**2)
    slow = np.empty(shape)
    last = np.zeros(shape[1:])
    for at in range(shape[0]):
        last = keep * last + drive[at]
        slow[at] = last
    return slow


LEGS = tuple(
    tuple(JOINTS.index(f"{side}_{joint}") for joint in ("knee", "ankle", "heel", "toe"))
    for side in ("left", "right")
)


def confuse(
    rng: np.random.Generator, position: FloatArray, camera: Camera
) -> tuple[FloatArray, FloatArray]:
    position, score = position.copy(), np.full(position.shape[:2], 0.9)
    frames = position.shape[0]
    swapped = np.flatnonzero(rng.random(frames) < camera.swap_frac)
    left, right = LEGS
    both = position[swapped]
    both[:, [*left, *right]] = both[:, [*right, *left]]
    position[swapped] = both
    for leg in LEGS:
        lost = np.flatnonzero(rng.random(frames) < camera.lost_frac)
        position[np.ix_(lost, leg)] = np.nan
        score[np.ix_(lost, leg)] = 0.1
    return position, score
