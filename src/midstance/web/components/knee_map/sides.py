"""A right knee from four sides, standing: its skin, bones, tendons and the zones to choose from.

Drawn by us from surface anatomy, at about 11 units to the centimetre. Front view: the outer side is
on the left, as somebody sees it who stands before the runner. Kneecap 5 cm wide, its tip just above
the joint line; the bump of the shin bone 5 cm below that; the head of the fibula 2 cm below the
joint line, towards the back; the goose-foot tendons 5 cm below it, towards the front.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from midstance.web.components.knee_map.curves import Curve, Outline, Point, outline, path_of

WIDTH, HEIGHT = 240, 300
SHOWN = (28, 0, 184, 300)  # left, top, width, height of what the eye sees of it
Points = tuple[Point, ...]


@dataclass(frozen=True)
class Side:
    """One view of a right knee.

    Parameters
    ----------
    skin : the edges of the leg, each from the top down.
    borders : the curves between zones.
    corners : the corners of each zone; a zone of two patches has two lists.
    turns : places that another side shows better, by that side.
    bones : closed outlines, from far to near.
    kneecap : its outline, drawn over all others; none from behind.
    muscles : closed outlines of muscles and tendons, over the bones.
    tissues : edges of muscles, fibres and creases, as open lines.
    """

    id: str
    skin: tuple[Points, Points]
    borders: tuple[Curve, ...]
    corners: Mapping[str, tuple[Points, ...]]
    turns: Mapping[str, Points]
    bones: tuple[Points, ...]
    kneecap: tuple[Points, ...]
    muscles: tuple[Points, ...]
    tissues: tuple[Points, ...]

    @cached_property
    def zones(self) -> dict[str, tuple[Outline, ...]]:
        return {
            zone: tuple(self.area(patch) for patch in patches)
            for zone, patches in self.corners.items()
        }

    @cached_property
    def turning(self) -> dict[str, Outline]:
        return {side: self.area(patch) for side, patch in self.turns.items()}

    def area(self, corners: Points) -> Outline:
        return outline((*self.borders, *(Curve(edge) for edge in self.skin)), corners)

    @cached_property
    def zone_paths(self) -> dict[str, str]:
        return {
            zone: "".join(patch.path for patch in patches) for zone, patches in self.zones.items()
        }

    @cached_property
    def body(self) -> Outline:
        """The leg between the two edges of the skin."""
        left, right = self.skin
        ends = Curve((left[0], right[0])), Curve((right[-1], left[-1]))
        return outline((Curve(left), Curve(right), *ends), (left[0], right[0], right[-1], left[-1]))

    @cached_property
    def skin_paths(self) -> tuple[str, ...]:
        return tuple(line_path(edge) for edge in self.skin)

    @cached_property
    def bone_paths(self) -> tuple[str, ...]:
        return tuple(closed_path(bone) for bone in self.bones)

    @cached_property
    def kneecap_paths(self) -> tuple[str, ...]:
        return tuple(closed_path(kneecap) for kneecap in self.kneecap)

    @cached_property
    def muscle_paths(self) -> tuple[str, ...]:
        return tuple(closed_path(muscle) for muscle in self.muscles)

    @cached_property
    def tissue_paths(self) -> tuple[str, ...]:
        return tuple(line_path(line) for line in self.tissues)


def line_path(points: Points) -> str:
    return path_of(Curve(points).segments)


def closed_path(points: Points) -> str:
    return f"{path_of(Curve(points, closed=True).segments)}Z"


def mirrored(points: Points) -> Points:
    return tuple((WIDTH - x, y) for x, y in points)


KNEECAP = (
    (120, 89), (139, 94), (149, 111), (145, 129), (136, 140), (120, 151),
    (104, 140), (95, 129), (91, 111), (101, 94),
)  # fmt: skip
FRONT_OUTER_SKIN = (
    (34, 0), (38, 40), (46, 72), (52, 100), (53, 125), (52, 146), (50, 170), (50, 190), (47, 207),
    (44, 240), (47, 272), (54, 300),
)  # fmt: skip
FRONT_INNER_SKIN = (
    (206, 0), (206, 36), (197, 72), (188, 98), (189, 125), (187, 146), (181, 170), (182, 190),
    (187, 207), (190, 238), (185, 270), (174, 300),
)  # fmt: skip

FRONT = Side(
    "front",
    skin=(FRONT_OUTER_SKIN, FRONT_INNER_SKIN),
    borders=(
        Curve(KNEECAP, closed=True),
        Curve(((34, 0), (206, 0))),
        Curve(((54, 300), (174, 300))),
        Curve(((46, 72), (72, 82), (101, 94))),
        Curve(((72, 82), (66, 112), (70, 146), (76, 176), (74, 209))),
        Curve(((168, 83), (174, 112), (170, 146), (165, 176), (166, 209))),
        Curve(((139, 94), (168, 83), (197, 72))),
        Curve(((101, 94), (93, 78), (91, 58))),
        Curve(((91, 58), (120, 53), (149, 58))),
        Curve(((149, 58), (147, 78), (139, 94))),
        Curve(((52, 146), (70, 146), (104, 140))),
        Curve(((136, 140), (170, 146), (187, 146))),
        Curve(((104, 140), (120, 136), (136, 140))),
        Curve(((104, 140), (103, 168), (105, 186), (103, 204), (100, 219), (106, 234))),
        Curve(((136, 140), (137, 168), (135, 186), (137, 204), (140, 219), (134, 234))),
        Curve(((103, 168), (120, 171), (137, 168))),
        Curve(((103, 204), (120, 201), (137, 204))),
        Curve(((106, 234), (120, 240), (134, 234))),
        Curve(((47, 207), (74, 209), (103, 204))),
        Curve(((137, 204), (166, 209), (187, 207))),
    ),
    corners={
        "front_thigh": (
            (
                (34, 0), (206, 0), (197, 72), (139, 94), (149, 58), (91, 58), (101, 94), (46, 72),
            ),
        ),
        "front_upper_edge": (((91, 58), (149, 58), (139, 94), (101, 94)),),
        "front_kneecap": (((101, 94), (139, 94), (136, 140), (120, 136), (104, 140)),),
        "front_inner_edge": (((139, 94), (168, 83), (170, 146), (136, 140)),),
        "front_outer_edge": (((101, 94), (72, 82), (70, 146), (104, 140)),),
        "front_tip": (((104, 140), (120, 136), (136, 140), (137, 168), (103, 168)),),
        "front_tendon": (((103, 168), (137, 168), (137, 204), (103, 204)),),
        "front_beside_tendon": (
            ((70, 146), (104, 140), (103, 204), (74, 209)),
            ((136, 140), (170, 146), (166, 209), (137, 204)),
        ),
        "front_shin_bump": (((103, 204), (137, 204), (134, 234), (106, 234)),),
        "front_shin": (
            (
                (47, 207), (103, 204), (106, 234), (134, 234), (137, 204), (187, 207), (174, 300),
                (54, 300),
            ),
        ),
    },
    turns={
        "outer": ((46, 72), (72, 82), (70, 146), (74, 209), (47, 207)),
        "inner": ((197, 72), (168, 83), (170, 146), (166, 209), (187, 207)),
    },
    bones=(
        (
            (80, 177), (71, 173), (64, 181), (67, 194), (73, 212), (75, 260), (76, 306), (85, 306),
            (84, 260), (84, 212), (87, 190),
        ),
        (
            (105, -6), (103, 40), (96, 76), (78, 102), (73, 122), (77, 141), (92, 151), (108, 148),
            (120, 138), (132, 148), (149, 151), (164, 141), (168, 122), (163, 102), (146, 76),
            (139, 40), (137, -6),
        ),
        (
            (76, 160), (96, 156), (114, 156), (120, 152), (126, 156), (146, 156), (165, 160),
            (165, 172), (154, 194), (143, 226), (138, 262), (136, 306), (104, 306), (102, 262),
            (98, 226), (88, 194), (76, 172),
        ),
    ),
    kneecap=(KNEECAP,),
    muscles=(
        (
            (94, -8), (99, 30), (104, 60), (104, 84), (108, 92), (120, 90), (132, 92), (136, 84),
            (136, 60), (141, 30), (146, -8),
        ),
        (
            (158, -8), (160, 30), (154, 62), (141, 86), (150, 93), (172, 86), (190, 66), (197, 36),
            (196, -8),
        ),
        (
            (56, -8), (58, 24), (68, 52), (84, 72), (99, 84), (98, 66), (90, 40), (84, -8),
        ),
        (
            (107, 145), (113, 150), (120, 152), (127, 150), (133, 145), (132, 176), (130, 207),
            (120, 212), (110, 207), (108, 176),
        ),
    ),
    tissues=(
        ((120, 4), (120, 80)),
        ((46, 10), (54, 72), (62, 130), (76, 170), (86, 181)),
        ((115, 156), (115, 204)),
        ((125, 156), (125, 204)),
        ((108, 214), (112, 224), (120, 229), (128, 224), (132, 214)),
        ((122, 234), (121, 260), (119, 300)),
    ),
)  # fmt: skip

SIDE_FRONT_SKIN = (
    (198, 0), (195, 36), (187, 64), (191, 84), (198, 104), (197, 124), (188, 142), (184, 158),
    (181, 176), (184, 192), (183, 210), (176, 236), (169, 270), (164, 300),
)  # fmt: skip
SIDE_BACK_SKIN = (
    (48, 0), (53, 40), (60, 80), (66, 112), (67, 138), (64, 158), (59, 176), (48, 202), (40, 232),
    (41, 262), (50, 300),
)  # fmt: skip
SIDE_KNEECAP = (
    (177, 86), (187, 93), (192, 108), (187, 126), (177, 138), (172, 124), (170, 106), (171, 93),
)  # fmt: skip
SIDE_FEMUR = (
    (112, -6), (112, 40), (106, 70), (90, 94), (82, 116), (87, 137), (104, 151), (130, 153),
    (152, 145), (164, 128), (167, 106), (160, 84), (149, 50), (147, -6),
)  # fmt: skip
SIDE_TIBIA = (
    (86, 161), (104, 159), (126, 157), (150, 158), (163, 161), (167, 174), (172, 190), (178, 203),
    (174, 216), (166, 240), (159, 270), (154, 306), (116, 306), (114, 270), (111, 230), (103, 196),
    (89, 175),
)  # fmt: skip
SIDE_TENDON = (
    (187, 124), (184, 148), (179, 174), (180, 200), (177, 206), (172, 192), (170, 178), (173, 158),
    (176, 136),
)  # fmt: skip
SIDE_QUADRICEPS = (
    (168, -8), (168, 30), (166, 62), (170, 88), (178, 88), (184, 90), (182, 64), (188, 36),
    (190, -8),
)  # fmt: skip
SIDE_BORDERS = (
    Curve(((48, 0), (100, 0), (198, 0))),
    Curve(((100, 0), (95, 46), (91, 84), (91, 140))),
    Curve(((187, 64), (166, 70), (157, 88), (151, 112), (147, 141))),
    Curve(((91, 84), (122, 77), (157, 88))),
    Curve(((67, 138), (91, 140), (104, 141), (147, 141), (188, 142))),
    Curve(((59, 176), (102, 176), (114, 176), (147, 176), (181, 176))),
    Curve(((104, 141), (102, 176))),
    Curve(((147, 141), (147, 176))),
)

OUTER = Side(
    "outer",
    skin=(SIDE_BACK_SKIN, SIDE_FRONT_SKIN),
    borders=(
        *SIDE_BORDERS,
        Curve(((114, 176), (117, 198), (106, 220))),
        Curve(((106, 220), (78, 222), (48, 202))),
        Curve(((50, 300), (164, 300))),
    ),
    corners={
        "outer_thigh": (((100, 0), (198, 0), (187, 64), (157, 88), (91, 84)),),
        "outer_bone_above": (((91, 84), (157, 88), (147, 141), (91, 140)),),
        "outer_kneecap_edge": (((187, 64), (188, 142), (147, 141)),),
        "outer_joint_front": (((147, 141), (188, 142), (181, 176), (147, 176)),),
        "outer_joint_middle": (((104, 141), (147, 141), (147, 176), (102, 176)),),
        "outer_joint_back": (((67, 138), (104, 141), (102, 176), (59, 176)),),
        "outer_fibula_head": (((59, 176), (114, 176), (106, 220), (48, 202)),),
        "outer_shin": (
            ((114, 176), (181, 176), (164, 300), (50, 300), (48, 202), (106, 220)),
        ),
        "outer_hamstring": (((48, 0), (100, 0), (91, 140), (67, 138)),),
    },
    turns={},
    bones=(
        SIDE_FEMUR,
        SIDE_TIBIA,
        (
            (84, 186), (90, 176), (100, 182), (104, 194), (98, 208), (96, 250), (97, 306),
            (87, 306), (86, 250), (85, 208), (80, 196),
        ),
    ),
    kneecap=(SIDE_KNEECAP,),
    muscles=(
        SIDE_QUADRICEPS,
        SIDE_TENDON,
        (
            (144, -8), (145, 60), (147, 110), (153, 148), (163, 176), (158, 184), (151, 182),
            (139, 150), (132, 110), (126, 60), (120, -8),
        ),
        (
            (68, -8), (70, 60), (74, 110), (80, 150), (86, 182), (93, 180), (88, 150), (85, 110),
            (90, 60), (98, -8),
        ),
        (
            (78, 136), (70, 166), (56, 200), (48, 232), (50, 266), (62, 292), (70, 260), (72, 220),
            (80, 180), (86, 150),
        ),
    ),
    tissues=(
        ((122, 118), (112, 150), (96, 178)),
        ((135, 40), (140, 110), (148, 152)),
    ),
)  # fmt: skip

INNER = Side(
    "inner",
    skin=(mirrored(SIDE_FRONT_SKIN), mirrored(SIDE_BACK_SKIN)),
    borders=(
        *(Curve(mirrored(border.points)) for border in SIDE_BORDERS[:5]),
        Curve(((181, 176), (138, 176), (93, 176), (59, 176))),
        Curve(((136, 141), (138, 176))),
        Curve(((93, 141), (93, 176))),
        Curve(((138, 176), (136, 204), (127, 236))),
        Curve(((64, 236), (95, 243), (127, 236))),
        Curve(((127, 236), (124, 268), (124, 300))),
        Curve(((76, 300), (124, 300), (190, 300))),
    ),
    corners={
        "inner_thigh": (((140, 0), (42, 0), (53, 64), (83, 88), (149, 84)),),
        "inner_bone_above": (((149, 84), (83, 88), (93, 141), (149, 140)),),
        "inner_kneecap_edge": (((53, 64), (52, 142), (93, 141)),),
        "inner_joint_front": (((93, 141), (52, 142), (59, 176), (93, 176)),),
        "inner_joint_middle": (((136, 141), (93, 141), (93, 176), (138, 176)),),
        "inner_joint_back": (((173, 138), (136, 141), (138, 176), (181, 176)),),
        "inner_below_joint": (((138, 176), (59, 176), (64, 236), (127, 236)),),
        "inner_shin_bone": (((64, 236), (127, 236), (124, 300), (76, 300)),),
        "inner_hamstring": (((192, 0), (140, 0), (149, 140), (173, 138)),),
    },
    turns={"back": ((138, 176), (181, 176), (190, 300), (124, 300), (127, 236))},
    bones=(mirrored(SIDE_FEMUR), mirrored(SIDE_TIBIA)),
    kneecap=(mirrored(SIDE_KNEECAP),),
    muscles=(
        mirrored(SIDE_TENDON),
        (
            (58, -8), (56, 30), (60, 60), (62, 84), (70, 92), (84, 84), (96, 62), (102, 30),
            (100, -8),
        ),
        (
            (160, 136), (168, 166), (182, 200), (192, 232), (190, 266), (176, 292), (160, 262),
            (152, 226), (150, 186), (154, 150),
        ),
        (
            (140, -8), (149, 60), (154, 110), (152, 150), (138, 180), (112, 203), (86, 208),
            (82, 216), (84, 228), (100, 230), (130, 218), (160, 184), (173, 140), (175, 90),
            (178, -8),
        ),
    ),
    tissues=(
        ((118, 112), (114, 146), (110, 196)),
        ((134, 112), (129, 146), (124, 190)),
        ((152, 0), (158, 60), (162, 116), (158, 154), (142, 186), (114, 211), (86, 217)),
        ((166, 0), (168, 60), (169, 116), (164, 160), (148, 192), (120, 218), (88, 224)),
    ),
)  # fmt: skip

BACK = Side(
    "back",
    skin=(
        (
            (34, 0), (35, 30), (40, 58), (50, 100), (52, 132), (57, 152), (60, 174), (58, 190),
            (53, 207), (49, 238), (54, 270), (66, 300),
        ),
        (
            (206, 0), (204, 30), (198, 58), (188, 100), (187, 132), (188, 152), (190, 174),
            (190, 190), (193, 207), (196, 238), (193, 270), (186, 300),
        ),
    ),
    borders=(
        Curve(((34, 0), (206, 0))),
        Curve(((66, 300), (186, 300))),
        Curve(((40, 58), (66, 64), (94, 58))),
        Curve(((146, 58), (172, 64), (198, 58))),
        Curve(((94, 58), (95, 92), (92, 134))),
        Curve(((146, 58), (145, 92), (148, 134))),
        Curve(((52, 132), (92, 134), (148, 134), (187, 132))),
        Curve(((60, 174), (94, 177), (121, 178), (147, 177), (190, 174))),
        Curve(((92, 134), (94, 177))),
        Curve(((148, 134), (147, 177))),
        Curve(((121, 178), (122, 214), (122, 246))),
        Curve(((49, 238), (84, 246), (122, 246), (160, 246), (196, 238))),
    ),
    corners={
        "back_thigh": (
            (
                (34, 0), (206, 0), (198, 58), (146, 58), (148, 134), (92, 134), (94, 58), (40, 58),
            ),
        ),
        "back_hamstring_inner": (((40, 58), (94, 58), (92, 134), (52, 132)),),
        "back_hamstring_outer": (((146, 58), (198, 58), (187, 132), (148, 134)),),
        "back_crease_inner": (((52, 132), (92, 134), (94, 177), (60, 174)),),
        "back_crease_middle": (((92, 134), (148, 134), (147, 177), (94, 177)),),
        "back_crease_outer": (((148, 134), (187, 132), (190, 174), (147, 177)),),
        "back_calf_inner": (((60, 174), (121, 178), (122, 246), (49, 238)),),
        "back_calf_outer": (((121, 178), (190, 174), (196, 238), (122, 246)),),
        "back_calf": (((49, 238), (196, 238), (186, 300), (66, 300)),),
    },
    turns={},
    bones=(
        (
            (103, -6), (101, 40), (94, 76), (77, 100), (71, 122), (76, 141), (92, 150), (108, 146),
            (120, 128), (132, 146), (148, 150), (163, 141), (167, 122), (162, 102), (144, 76),
            (137, 40), (135, -6),
        ),
        (
            (75, 160), (94, 156), (114, 157), (120, 154), (126, 157), (144, 156), (164, 160),
            (164, 172), (152, 194), (142, 226), (138, 262), (136, 306), (104, 306), (102, 262),
            (97, 226), (86, 194), (75, 172),
        ),
        (
            (162, 177), (171, 173), (178, 181), (175, 194), (169, 212), (167, 260), (166, 306),
            (157, 306), (158, 260), (158, 212), (155, 190),
        ),
    ),
    kneecap=(),
    muscles=(
        (
            (86, 126), (74, 158), (62, 196), (62, 226), (76, 244), (98, 252), (116, 240),
            (121, 206), (114, 168), (102, 132),
        ),
        (
            (154, 128), (168, 160), (182, 194), (184, 220), (170, 238), (148, 246), (128, 234),
            (122, 206), (128, 168), (140, 134),
        ),
        (
            (118, -8), (113, 36), (99, 80), (84, 112), (74, 146), (76, 184), (68, 188), (62, 150),
            (58, 104), (52, 60), (50, -8),
        ),
        (
            (124, -8), (130, 36), (144, 80), (158, 112), (168, 146), (172, 178), (180, 182),
            (179, 150), (182, 104), (190, 60), (192, -8),
        ),
    ),
    tissues=(
        ((54, 155), (84, 151), (120, 154), (156, 151), (188, 155)),
        ((88, 0), (86, 50), (76, 104), (68, 146), (72, 184)),
        ((160, 0), (164, 50), (170, 104), (174, 146), (176, 178)),
        ((92, 258), (98, 280), (106, 300)),
        ((154, 252), (148, 278), (140, 300)),
    ),
)  # fmt: skip

SIDES = {side.id: side for side in (FRONT, INNER, OUTER, BACK)}
ZONE_IDS = tuple(zone for side in SIDES.values() for zone in side.corners)
