"""What a headline does: style features by place, and the signals behind a score."""
