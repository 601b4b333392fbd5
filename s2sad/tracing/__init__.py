"""Running a derivative step by step, and showing each value and its tangent."""
