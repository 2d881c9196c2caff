"""Which sport a word means, in the spellings of the exporters and in the languages of Strava."""

import re

from midstance.importers.activity import Sport

NUMBERS = {  # the types that Strava's GPX files write as numbers
    "1": Sport.CYCLING,
    "4": Sport.HIKING,
    "9": Sport.ROAD,
    "10": Sport.WALKING,
    "16": Sport.SWIMMING,
}
WORDS = {  # the first sport that is found in a word decides
    Sport.CYCLING: """cycling biking bike ride radfahrt fahrrad rad vélo velo sortieàvélo
        ciclismo bicicleta pedalada bicicletta fietsen fietsrit wielrennen cykling サイクリング
        ライド 骑行 騎行 велосипед rower jazda""",
    Sport.TREADMILL: """treadmill indoorrun indoorrunning laufband tapisroulant cintadecorrer
        tapisdecourse loopband esteira トレッドミル 跑步机""",
    Sport.VIRTUAL: """virtualrun virtualrunning virtuellerlauf virtuelerun coursevirtuelle
        carreravirtual corsavirtuale corridavirtual バーチャルランニング 虚拟跑步""",
    Sport.TRAIL: """trailrun trailrunning traillauf trail ultrarun coursedetrail
        correrpormontaña corsasusentiero corridaemtrilha terreinhardlopen トレイルラン 越野跑""",
    Sport.TRACK: "trackrun trackrunning trackandfield",
    Sport.ROAD: """run running jogging laufen lauf laufeinheit courseàpied courseapied course
        footing carrera correr corrida corsa hardlopen hardloop löpning løping løb juoksu bieg бег
        забег ランニング ラン 跑步 跑 달리기""",
    Sport.HIKING: """hike hiking wandern wanderung randonnée randonnee senderismo caminata
        caminhada trilha escursione escursionismo wandelen wandeltocht vandring fottur vaellus
        wędrówka ハイキング 徒步 поход""",
    Sport.WALKING: """walk walking spaziergang gehen marche caminar paseo camminata wandeling
        promenade kävely spacer ウォーキング 步行 ходьба прогулка""",
    Sport.SWIMMING: """swim swimming schwimmen natation natación natacion nuoto natação zwemmen
        simning svømning uinti pływanie 水泳 游泳 плавание""",
    Sport.STRENGTH: """strength weight weighttraining strengthtraining krafttraining musculation
        entrenamientoconpesas fuerza pesi musculação krachttraining 筋力トレーニング 力量训练""",
}
SEPARATORS = re.compile(r"[\W_]+")
EXACT = {word: sport for sport, words in WORDS.items() for word in words.split()}
LONGEST = 80
SHORTEST_PART = 3


def detect_sport(text: str) -> Sport:
    """The sport that a word means: OTHER for an unknown word, UNKNOWN where there is none.

    >>> detect_sport("TrailRun"), detect_sport("trail_running"), detect_sport("9")
    (<Sport.TRAIL: 'trail_running'>, <Sport.TRAIL: 'trail_running'>, <Sport.ROAD: 'running'>)
    """
    word = SEPARATORS.sub("", text[:LONGEST].lower())
    if not word:
        return Sport.UNKNOWN
    if word in NUMBERS:
        return NUMBERS[word]
    return EXACT.get(word) or _sport_within(word)


def _sport_within(word: str) -> Sport:
    for sport, words in WORDS.items():
        if any(part in word for part in words.split() if _is_telling(part)):
            return sport
    return Sport.OTHER


def _is_telling(part: str) -> bool:
    return len(part) >= SHORTEST_PART and part not in {"rad", "course", "ride", "marche", "trail"}
