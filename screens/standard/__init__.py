"""The operating standard on this tablet: which holds, since when, published by whom, and what changed."""
