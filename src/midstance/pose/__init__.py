"""From a video of a runner to the points of her body, frame by frame."""
