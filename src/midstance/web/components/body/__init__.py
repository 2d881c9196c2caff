"""The jointed figure of all drawings: poses as joint angles, a skeleton, views, and its SVG.

    pose = Pose(right_leg=Leg(hip_flexion_deg=60, knee_flexion_deg=80, ankle_dorsiflexion_deg=20))
    skeleton = place(pose)                      # where each joint is, feet on the ground
    parts = draw_body(skeleton, SIDE, frozenset({"right_leg"}))

A movement is a list of poses; `blend` gives those between two of them.
"""
